import { describe, expect, test } from 'vitest';
import { accountOf, claimsOf } from '../../../electron/core/service-accounts/claims.ts';

const ID_TOKEN = { sub: 'f:1', preferred_username: 'uma', email: 'uma@example.com' };

describe('who signed in, as the tokens say it', () => {
  test('takes from each token what the other leaves out', () => {
    const access = { username: 'uma-portal', organization: { id: '4711' }, is_org_admin: true };
    expect(accountOf(ID_TOKEN, access)).toEqual({
      username: 'uma',
      usernames: ['uma', 'uma@example.com', 'uma-portal'],
      organization: '4711',
      role: 'org-admin',
    });
  });

  test.each([
    [{ is_org_admin: false }, 'user'],
    [{ realm_access: { roles: ['authenticated', 'admin:org:all'] } }, 'org-admin'],
    [{ realm_access: { roles: ['authenticated'] } }, 'user'],
    [{}, 'unknown'],
    [{ is_org_admin: 'yes' }, 'unknown'],
    [{ realm_access: 'admin:org:all' }, 'unknown'],
  ] as const)('%j is the role %s', (claims, role) => {
    expect(accountOf(ID_TOKEN, claims).role).toBe(role);
  });

  test.each([
    [{ organization: { id: 4711 } }, '4711'],
    [{ org_id: '815' }, '815'],
    [{ organization: 'a word' }, ''],
    [null, ''],
  ])('%j has the organization %j', (claims, organization) => {
    expect(accountOf(claims).organization).toBe(organization);
  });

  test('reads a token that is a JWT, and nothing of any other', () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(claimsOf(`${part({})}.${part({ org_id: '1' })}.sig`)).toEqual({ org_id: '1' });
    for (const token of ['opaque', 'a.b', 'a.b.c.d', `${part({})}.!.sig`]) {
      expect(claimsOf(token)).toBeNull();
    }
  });
});
