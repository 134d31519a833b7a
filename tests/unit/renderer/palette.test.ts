import { randomUUID } from 'node:crypto';
import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { matching, paletteEntries } from '../../../renderer/components/palette/entries.ts';
import type { CredentialView } from '../../../shared/credential.ts';

const t = ((key: string, values?: { user?: string; name?: string }) =>
  [key, values?.user, values?.name].filter(Boolean).join(' ')) as unknown as TFunction;

function credential(registry: string, username: string, isActive: boolean): CredentialView {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: randomUUID(),
    registry,
    plainHttp: false,
    username,
    kind: 'other',
    label: 'Team',
    createdAt: at,
    updatedAt: at,
    lastCheck: null,
    targets: ['docker'],
    states: isActive ? [{ targetId: 'docker', key: registry, state: 'in-sync', username }] : [],
  };
}

const entries = paletteEntries(
  [credential('quay.io', 'jo', true), credential('localhost:5000', 'ann', false)],
  [{ id: randomUUID(), name: 'work' }],
  t,
);

test('every typed word has to be there, in any order and case', () => {
  const found = matching(entries, 'ANN switch');
  expect(found.map(({ about }) => about)).toEqual(['localhost:5000 · Team']);
  expect(matching(entries, 'ann quay.io')).toEqual([]);
});

test('what makes no sense for an account is not offered', () => {
  const ids = (user: string) =>
    matching(entries, user).map(({ id }) => id.replace(/-[0-9a-f-]{36}$/, ''));
  // Active already.
  expect(ids('jo')).toEqual(['check', 'copy-login', 'token-page']);
  // Of a registry whose token page nobody knows.
  expect(ids('ann')).toEqual(['switch', 'check', 'copy-login']);
});

test('a profile is found by its name', () => {
  expect(matching(entries, 'work').map(({ does }) => does)).toMatchObject([
    { action: { do: 'profile' } },
  ]);
});

test('a list is never longer than one can read', () => {
  const many = Array.from({ length: 1000 }, (_, nth) => credential('quay.io', `user${nth}`, false));
  expect(matching(paletteEntries(many, [], t), '')).toHaveLength(50);
});
