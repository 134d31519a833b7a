import { parseProxy } from './environment.ts';
import { DIRECT, type Route } from './route.ts';

const SCHEMES: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' };

/**
 * The way that a PAC script or the desktop's proxy settings name: the first of their list. The others are for when it
 * does not answer; a credential is not sent to see whether it does.
 *
 * @param answer `DIRECT`, `PROXY host:port`, `HTTPS host:port`, several separated by semicolons
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file
 */
export function systemRoute(answer: string): Route {
  const [first = ''] = answer.split(';');
  const [keyword = '', place = ''] = first.trim().split(/\s+/);
  if (keyword === '' || keyword.toUpperCase() === 'DIRECT') return DIRECT;
  const scheme = SCHEMES[keyword.toUpperCase()];
  const proxy = scheme === undefined ? null : parseProxy(`${scheme}://${place}`);
  return proxy === null
    ? { proxy, why: { rule: 'unusable', source: 'system' } }
    : { proxy, why: { rule: 'proxy', source: 'system' } };
}
