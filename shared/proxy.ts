import { z } from 'zod';
import { parseHostAndPort } from './host-name.ts';

/**
 * How the app's own requests leave this machine. The container tools know the environment alone.
 *
 * - `environment`: by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as the tools do
 * - `manual`: through one proxy, by the rules of NO_PROXY
 * - `system`: as the desktop's settings or their PAC script say
 * - `off`: directly
 */
export const PROXY_MODES = ['environment', 'manual', 'system', 'off'] as const;
export const proxyMode = z.enum(PROXY_MODES);
export type ProxyMode = z.infer<typeof proxyMode>;

/** Without userinfo: a password belongs into the keychain. */
const PROXY_URL = /^https?:\/\/([^\s/?#@]+)\/?$/i;

function isProxyUrl(text: string): boolean {
  const authority = PROXY_URL.exec(text)?.[1];
  return authority !== undefined && parseHostAndPort(authority).ok;
}

export const proxySettings = z.strictObject({
  mode: proxyMode,
  /** `http://host:port` or `https://host:port`; '' for none. */
  url: z
    .string()
    .max(512)
    .refine((text) => text === '' || isProxyUrl(text)),
  /** '' for a proxy that asks for no login. The password is in the store of the secrets. */
  username: z.string().max(256),
  /** As in NO_PROXY. */
  noProxy: z.string().max(8192),
});
export type ProxySettings = z.infer<typeof proxySettings>;

export const DEFAULT_PROXY: ProxySettings = {
  mode: 'environment',
  url: '',
  username: '',
  noProxy: '',
};

/** Why a request goes the way it goes. */
export const ROUTE_RULES = [
  'none',
  'localhost',
  'loopback',
  'no-proxy',
  'proxy',
  'cgi',
  'unusable',
] as const;

/** The answer of the tester: what would happen to a request. */
export const proxyRoute = z.strictObject({
  /** `http://host:port` of the proxy, without its login; null: directly, or not at all. */
  proxy: z.string().max(512).nullable(),
  rule: z.enum(ROUTE_RULES),
  /** The entry of NO_PROXY, or where the proxy is set (`HTTPS_PROXY`, `manual`, `system`); '' for other rules. */
  detail: z.string().max(8192),
});
export type ProxyRoute = z.infer<typeof proxyRoute>;
