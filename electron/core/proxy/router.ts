import type { ProxySettings } from '../../../shared/proxy.ts';
import type { Host } from '../host.ts';
import type { Secret } from '../secret.ts';
import { environmentRoute, routeThrough } from './environment.ts';
import { DIRECT, type Route, type RouteFor } from './route.ts';
import { systemRoute } from './system.ts';

export interface RouterOptions {
  readonly host: Pick<Host, 'env'>;
  readonly settings: () => ProxySettings;
  /** What the desktop's proxy settings or their PAC script say of a URL, as PAC writes it. */
  readonly resolveSystem: (url: string) => Promise<string>;
  /** The password of the proxy that the user entered. @throws the store's codes */
  readonly password: () => Promise<Secret | null>;
}

/** The way of each request by the user's settings. They are read each time: they may have changed. */
export function createRouter({ host, settings, resolveSystem, password }: RouterOptions): RouteFor {
  return async (url) => {
    const chosen = settings();
    switch (chosen.mode) {
      case 'off':
        return DIRECT;
      case 'environment':
        return environmentRoute(url, host.env);
      case 'system':
        return systemRoute(await resolveSystem(url.href));
      case 'manual':
        return manualRoute(url, chosen, password);
    }
  };
}

async function manualRoute(
  url: URL,
  { url: proxyUrl, username, noProxy }: ProxySettings,
  password: RouterOptions['password'],
): Promise<Route> {
  if (proxyUrl === '') return DIRECT;
  const route = routeThrough(proxyUrl, noProxy, url, 'manual');
  if (route.proxy === null || username === '') return route;
  const secret = await password();
  if (secret === null) return route;
  return { ...route, proxy: { ...route.proxy, credential: { username, secret } } };
}
