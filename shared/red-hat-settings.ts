import { z } from 'zod';
import { parseHostAndPort } from './host-name.ts';

/** The registry that takes Registry Service Accounts. */
export const RED_HAT_REGISTRY = 'registry.redhat.io';

const BASE = /^(https?):\/\/([^\s/?#@\\]+)(?:\/[^\s?#\\]*)?$/;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** https anywhere, http to this machine alone; no login, query or fragment in it. */
export function isConnectionBase(text: string): boolean {
  const [, scheme, authority = ''] = BASE.exec(text) ?? [];
  const place = parseHostAndPort(authority);
  return place.ok && (scheme === 'https' || LOOPBACK.test(place.host));
}

const base = z
  .string()
  .max(512)
  .refine((text) => text === '' || isConnectionBase(text));

/** How the app gets at an organization's accounts; empty until the user has registered a client. */
export const redHatSettings = z.strictObject({
  /** Of a public client of the issuer, with loopback redirects. */
  clientId: z.string().max(256),
  /** Of OpenID Connect: `https://sso.redhat.com/auth/realms/redhat-external`. */
  issuer: base,
  /** The API of the accounts: `https://access.redhat.com/hydra/rest/terms-based-registry`. */
  apiBase: base,
  /** `host[:port]`: where the accounts log in. */
  registry: z
    .string()
    .max(512)
    .refine((text) => parseHostAndPort(text).ok),
});
export type RedHatSettings = z.infer<typeof redHatSettings>;

export const DEFAULT_RED_HAT: RedHatSettings = {
  clientId: '',
  issuer: '',
  apiBase: '',
  registry: RED_HAT_REGISTRY,
};

/** What the app suggests for a client that Red Hat's own sign-in knows. */
export const RED_HAT_ISSUER = 'https://sso.redhat.com/auth/realms/redhat-external';
export const RED_HAT_API = 'https://access.redhat.com/hydra/rest/terms-based-registry';

export function isConnectable({ clientId, issuer, apiBase }: RedHatSettings): boolean {
  return clientId !== '' && issuer !== '' && apiBase !== '';
}
