import type { Secret } from '../secret.ts';
import type { Exemption } from './no-proxy.ts';

/** A proxy as it is spoken to. */
export interface ProxyServer {
  /** `http://host:port` or `https://host:port`: how the proxy itself is reached. Without userinfo. */
  readonly url: URL;
  /** For Basic (RFC 7617); null where the proxy asks for nothing. */
  readonly credential: { readonly username: string; readonly secret: Secret } | null;
}

/** Why a request goes the way it goes. */
export type RouteReason =
  | Exemption
  /** No proxy is set for this scheme, or none at all. */
  | { readonly rule: 'none' }
  /** `HTTP_PROXY` is not used where `REQUEST_METHOD` is set: a client's Proxy header could be in it. Go's tools stop. */
  | { readonly rule: 'cgi' }
  /** `source`: the variable, or which setting. */
  | { readonly rule: 'proxy'; readonly source: string }
  /** What is set cannot be used (another scheme, no host): nothing is sent. */
  | { readonly rule: 'unusable'; readonly source: string };

export interface Route {
  /** Null: directly. */
  readonly proxy: ProxyServer | null;
  readonly why: RouteReason;
}

/** The way to a URL. @throws the store's codes when a password is needed that cannot be read */
export type RouteFor = (url: URL) => Promise<Route>;

export const DIRECT: Route = { proxy: null, why: { rule: 'none' } };

/** The header that a proxy wants to see a credential in. */
export function proxyAuthorization({ credential }: ProxyServer): Readonly<Record<string, string>> {
  if (credential === null) return {};
  const { username, secret } = credential;
  const pair = Buffer.from(`${username}:${secret.reveal()}`, 'utf8').toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}

/** Host and port that a URL leads to; the host without brackets. */
export function endpointOf(url: URL): { readonly host: string; readonly port: number } {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) };
}
