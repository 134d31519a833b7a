import type { ProxyRoute, ProxySettings } from '../../../shared/proxy.ts';
import { parseRegistry } from '../../../shared/registry.ts';
import type { CallsOf } from '../calls.ts';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import type { Services } from '../services.ts';
import { environmentRoute, environmentShown } from './environment.ts';
import type { Route, RouteReason } from './route.ts';
import { createRouter } from './router.ts';

/** The contract's calls about the proxy. */
export function createProxyCalls(services: Services): CallsOf<'proxy'> {
  const { host, desktop, proxySettings, proxyPassword } = services;
  const state = async () => ({
    settings: proxySettings.get(),
    hasPassword: await proxyPassword.exists(),
    environment: environmentShown(host.env),
  });
  const settingsBefore = (): ProxySettings | null => {
    try {
      return proxySettings.get();
    } catch (error) {
      // New settings are the way out of a damaged document.
      if (error instanceof Failure) return null;
      throw error;
    }
  };
  /** A proxy sees what is sent, so a page that was taken over may not choose one: main asks. */
  const agree = async (before: ProxySettings | null, { mode, url }: ProxySettings) => {
    if (mode !== 'manual' || url === '') return;
    if (before?.mode === mode && originOf(before.url) === originOf(url)) return;
    if (!(await desktop.agree({ to: 'proxy', proxy: originOf(url) }))) {
      throw new Failure('CANCELLED');
    }
  };
  return {
    'proxy.get': state,
    'proxy.set': async ({ settings, password }) => {
      const before = settingsBefore();
      // Before the user is asked.
      if (proxySettings.isManaged) proxySettings.set(settings);
      await agree(before, settings);
      // The password first: settings that name a user without one would be sent without a login.
      const kept = passwordFor(settings, before, password);
      if (kept !== undefined) await proxyPassword.keep(kept === null ? null : new Secret(kept));
      proxySettings.set(settings);
      return state();
    },
    'proxy.test': async ({ host: text, plainHttp, settings }) => {
      const parsed = parseRegistry(text);
      if (!parsed.ok) throw new Failure('REGISTRY_INVALID', { reason: parsed.reason });
      const url = new URL(`${plainHttp ? 'http' : 'https'}://${parsed.registry}/v2/`);
      const route = createRouter({
        host,
        settings: () => settings,
        resolveSystem: desktop.resolveProxy,
        // Where a request goes does not depend on it.
        password: async () => null,
      });
      return { app: shown(await route(url)), tools: shown(environmentRoute(url, host.env)) };
    },
  };
}

/**
 * The password to keep from now on; undefined: the one that is there. It is for one user of one proxy, and
 * told to no other.
 */
function passwordFor(
  { url, username }: ProxySettings,
  before: ProxySettings | null,
  given: string | null | undefined,
): string | null | undefined {
  if (given !== undefined) return username === '' ? null : given;
  const isSame =
    before !== null && originOf(before.url) === originOf(url) && before.username === username;
  // Without a user there was none to keep, and the store need not be open.
  return isSame || before?.username === '' ? undefined : null;
}

/** '' for no proxy. */
function originOf(url: string): string {
  return url === '' ? '' : new URL(url).origin;
}

function shown({ proxy, why }: Route): ProxyRoute {
  return { proxy: proxy?.url.origin ?? null, rule: why.rule, detail: detailOf(why) };
}

function detailOf(why: RouteReason): string {
  if (why.rule === 'no-proxy') return why.entry;
  return 'source' in why ? why.source : '';
}
