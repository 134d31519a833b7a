import type { Host } from '../host.ts';
import { Secret } from '../secret.ts';
import { exemptionOf } from './no-proxy.ts';
import { endpointOf, type ProxyServer, type Route } from './route.ts';

/** A variable of the environment that counts, and what it says. */
interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * The way that podman, skopeo and buildah take to a URL by the environment, with Go's rules: the variable in
 * upper case counts before the one in lower case, an empty one is as good as none, `ALL_PROXY` is not looked at.
 *
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#FromEnvironment
 */
export function environmentRoute(url: URL, env: Host['env']): Route {
  const isSecure = url.protocol === 'https:';
  const variable = isSecure
    ? variableOf(env, 'HTTPS_PROXY', 'https_proxy')
    : variableOf(env, 'HTTP_PROXY', 'http_proxy');
  if (variable === null) return { proxy: null, why: { rule: 'none' } };
  if (!isSecure && env.REQUEST_METHOD) return { proxy: null, why: { rule: 'cgi' } };
  const noProxy = variableOf(env, 'NO_PROXY', 'no_proxy')?.value ?? '';
  return routeThrough(variable.value, noProxy, url, variable.name);
}

/** Through this proxy unless the list exempts the host. */
export function routeThrough(proxyText: string, noProxy: string, url: URL, source: string): Route {
  const exemption = exemptionOf(noProxy, endpointOf(url));
  if (exemption !== null) return { proxy: null, why: exemption };
  const proxy = parseProxy(proxyText);
  return proxy === null
    ? { proxy, why: { rule: 'unusable', source } }
    : { proxy, why: { rule: 'proxy', source } };
}

/** A proxy as people write it: a URL, or `host:port`. Null where it is neither http:// nor https://. */
export function parseProxy(text: string): ProxyServer | null {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  const credential =
    url.username === ''
      ? null
      : { username: decoded(url.username), secret: new Secret(decoded(url.password)) };
  return { url: new URL(`${url.protocol}//${url.host}`), credential };
}

function variableOf(env: Host['env'], ...names: readonly string[]): Variable | null {
  for (const name of names) {
    const value = env[name];
    if (value) return { name, value };
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The variables that count, as they may be shown: without the login that a proxy's URL may hold. */
export function environmentShown(env: Host['env']): Variable[] {
  const proxies = [
    variableOf(env, 'HTTP_PROXY', 'http_proxy'),
    variableOf(env, 'HTTPS_PROXY', 'https_proxy'),
  ].flatMap((variable) =>
    variable === null ? [] : [{ ...variable, value: parseProxy(variable.value)?.url.origin ?? '' }],
  );
  return [...proxies, ...[variableOf(env, 'NO_PROXY', 'no_proxy')].filter((each) => each !== null)];
}
