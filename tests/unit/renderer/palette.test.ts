import { randomUUID } from 'node:crypto';
import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { paletteEntries } from '../../../renderer/components/palette/entries.ts';
import { matching } from '../../../renderer/components/palette/matching.ts';
import en from '../../../renderer/locales/en.json' with { type: 'json' };
import zh from '../../../renderer/locales/zh-CN.json' with { type: 'json' };
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
  null,
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
  expect(matching(paletteEntries(many, [], t, null), '')).toHaveLength(50);
});

/** The palette of somebody who reads that language, as the locales have it. */
function inLanguage(words: typeof en): (typed: string) => string[] {
  const of =
    (from: unknown) =>
    (key: string, values: { user?: string; name?: string } = {}) =>
      key
        .split('.')
        .reduce((at, name) => (at as Record<string, unknown>)[name], from)
        ?.toString()
        .replaceAll(/\{\{(user|name)\}\}/g, (_hole, name: 'user' | 'name') => values[name] ?? '');
  const all = paletteEntries(
    [credential('quay.io', '1234567|builder', false)],
    [{ id: randomUUID(), name: 'work' }],
    of(words) as unknown as TFunction,
    of(en) as unknown as TFunction,
  );
  return (typed) => matching(all, typed).map(({ id }) => id.replace(/-[0-9a-f-]{36}$/, ''));
}

test.each([
  ['pull secret', 'view-pull-secrets'],
  ['auth.json', 'view-targets'],
  ['imagePullSecrets', 'view-pull-secrets'],
  ['proxy', 'view-settings'],
  ['theme', 'view-settings'],
  ['language', 'view-settings'],
  ['keyring', 'view-settings'],
  ['401', 'view-diagnosis'],
  ['x509 cert', 'view-diagnosis'],
  ['firewall', 'view-allow-list'],
  ['ImagePullBackOff', 'view-explain-error'],
  ['podman login', 'view-log-in'],
  ['undo', 'view-activity'],
  ['kubectl', 'view-export'],
  ['rotate token', 'view-service-accounts'],
  ['verify build', 'check'],
  ['shortcuts', 'view-help'],
])('“%s” is understood in every language: %s', (typed, id) => {
  for (const words of [en, zh as unknown as typeof en]) {
    expect(inLanguage(words)(typed), typed).toContain(id);
  }
});

test('words of the language are understood; they need no space between them', () => {
  const found = inLanguage(zh as unknown as typeof en);
  expect(found('代理')).toContain('view-settings');
  expect(found('全部 检查')[0]).toBe('check-all');
  expect(found('ＰＲＯＸＹ')).toContain('view-settings');
});

test('what says the word comes before what is known by it; a word is found from its beginning', () => {
  const found = inLanguage(en);
  expect(found('settings')[0]).toBe('view-settings');
  expect(found('import')[0]).toBe('view-import');
  expect(found('et')).not.toContain('view-settings');
  expect(found('uilder')).toEqual([]);
  expect(found('builder 1234567 copy')).toEqual(['copy-login']);
});
