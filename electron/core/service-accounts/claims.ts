import { z } from 'zod';
import type { RedHatAccount } from '../../../shared/service-account.ts';

const text = z.string().min(1).max(512);
const said = z.object({
  preferred_username: text.optional().catch(undefined),
  username: text.optional().catch(undefined),
  email: text.optional().catch(undefined),
  organization: z
    .object({ id: z.union([text, z.number().int()]) })
    .optional()
    .catch(undefined),
  org_id: text.optional().catch(undefined),
  is_org_admin: z.boolean().optional().catch(undefined),
  realm_access: z
    .object({ roles: z.array(z.string()) })
    .optional()
    .catch(undefined),
});

/** The role that Red Hat's identity provider gives an Organization Administrator. */
const ADMINISTRATOR = 'admin:org:all';

/**
 * Who signed in, as the tokens say it. What they do not say stays open: the service decides about every
 * request by itself.
 * @param claims of the ID token and, where it can be read, of the access token
 */
export function accountOf(...claims: readonly unknown[]): RedHatAccount {
  const all = claims.map((each) => said.safeParse(each).data ?? {});
  const first = <T>(pick: (one: z.infer<typeof said>) => T | undefined): T | undefined => {
    for (const one of all) {
      const value = pick(one);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const usernames = all.flatMap((one) => [one.preferred_username, one.username, one.email]);
  const names = [...new Set(usernames.filter((name) => name !== undefined))].slice(0, 8);
  const isAdministrator =
    first((one) => one.is_org_admin) ??
    first((one) => one.realm_access?.roles.includes(ADMINISTRATOR));
  return {
    username: names[0] ?? '',
    usernames: names,
    organization: String(first((one) => one.organization?.id ?? one.org_id) ?? '').slice(0, 256),
    role: isAdministrator === undefined ? 'unknown' : isAdministrator ? 'org-admin' : 'user',
  };
}

/** What a JSON Web Token says; null for any other text. Nobody looks at its signature here. */
export function claimsOf(token: string): unknown {
  const [, payload, , ...more] = token.split('.');
  if (payload === undefined || more.length > 0) return null;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
