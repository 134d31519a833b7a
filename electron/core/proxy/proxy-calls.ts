import type { ProxyRoute } from '../../../shared/proxy.ts';
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
  return {
    'proxy.get': state,
    'proxy.set': async ({ settings, password }) => {
      // The password first: settings that name a user without one would be sent without a login.
      if (password !== undefined) {
        await proxyPassword.keep(password === null ? null : new Secret(password));
      }
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

function shown({ proxy, why }: Route): ProxyRoute {
  return { proxy: proxy?.url.origin ?? null, rule: why.rule, detail: detailOf(why) };
}

function detailOf(why: RouteReason): string {
  if (why.rule === 'no-proxy') return why.entry;
  return 'source' in why ? why.source : '';
}
