import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { endpointOf, type ProxyServer, proxyAuthorization } from '../proxy/route.ts';
import { ProxyFailed } from '../registry/connections.ts';
import { connectTcp, type Endpoint } from '../registry/wire/connect.ts';
import { openTunnel } from '../registry/wire/http.ts';
import { startTls } from '../registry/wire/tls.ts';
import type { Within } from '../registry/wire/within.ts';

/**
 * A connection to an endpoint, through a proxy's tunnel where there is one. Nothing was sent to the endpoint.
 *
 * @param proxyContext for TLS with an https:// proxy
 * @throws ProxyFailed; TimedOut, the signal's reason, or an error with the system's code where there is no proxy
 */
export async function reach(
  endpoint: Endpoint,
  proxy: ProxyServer | null,
  proxyContext: () => Promise<SecureContext>,
  limits: Within,
): Promise<Socket> {
  if (proxy === null) return connectTcp(endpoint, limits);
  const toProxy = await reachProxy(proxy, proxyContext, limits);
  const { host, port } = endpoint;
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const answer = await openTunnel(toProxy, target, proxyAuthorization(proxy), limits).catch(
    (cause: unknown) => {
      throw new ProxyFailed('unreachable', proxy.url.host, null, { cause });
    },
  );
  if (answer.socket !== null) return answer.socket;
  const why = answer.status === 407 ? 'authentication-required' : 'refused';
  throw new ProxyFailed(why, proxy.url.host, answer.status);
}

/** @throws ProxyFailed */
export async function reachProxy(
  { url }: ProxyServer,
  proxyContext: () => Promise<SecureContext>,
  limits: Within,
): Promise<Socket> {
  try {
    const endpoint = endpointOf(url);
    const socket = await connectTcp(endpoint, limits);
    if (url.protocol !== 'https:') return socket;
    const secureContext = await proxyContext();
    return await startTls(socket, { host: endpoint.host, secureContext, ...limits });
  } catch (cause) {
    throw new ProxyFailed('unreachable', url.host, null, { cause });
  }
}
