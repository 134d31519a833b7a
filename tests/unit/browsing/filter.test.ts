import { describe, expect, it } from 'vitest';
import { facetsOf, matcherOf, sorted } from '../../../electron/core/browsing/filter.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { CredentialFilter, CredentialOrder } from '../../../shared/credential-query.ts';
import { credential } from '../vault/support.ts';

const ANY: Omit<CredentialFilter, 'state'> = {
  text: '',
  registry: null,
  kind: null,
  verdict: null,
  tag: null,
};
const metas: readonly CredentialMeta[] = [
  credential({
    registry: 'quay.io',
    namespace: 'acme',
    username: 'acme+Builder',
    kind: 'robot',
    label: 'Build farm',
  }),
  credential({
    registry: 'registry.redhat.io',
    username: '1234567|10',
    kind: 'service-account',
    details: { owner: 'Platform team', notes: 'דואר: rotate in May', tags: ['prod', 'eu'] },
  }),
  credential({ registry: 'registry.redhat.io', username: '1234567|9', lastCheck: rejected() }),
];

function rejected(): CredentialMeta['lastCheck'] {
  return {
    verdict: 'rejected',
    reason: 'credential-rejected',
    at: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    host: null,
    httpStatus: 401,
    message: null,
  };
}

const found = (change: Partial<typeof ANY>) =>
  metas.filter(matcherOf({ ...ANY, ...change })).map(({ username }) => username);
const order = (by: CredentialOrder['by'], descending = false) =>
  sorted(metas, { by, descending }).map(({ username }) => username);

describe('a filter', () => {
  it('finds words wherever the user may know them from, in any order and case', () => {
    expect(found({ text: 'BUILD quay.io/acme' })).toEqual(['acme+Builder']);
    expect(found({ text: 'platform' })).toEqual(['1234567|10']);
    expect(found({ text: 'may דואר' })).toEqual(['1234567|10']);
    expect(found({ text: 'eu' })).toEqual(['1234567|10']);
    expect(found({ text: 'service-account' })).toEqual(['1234567|10']);
    expect(found({ text: '   ' })).toHaveLength(3);
    expect(found({ text: 'quay.io nobody' })).toEqual([]);
  });

  it('takes registry, kind, verdict and tag, all of which have to fit', () => {
    expect(found({ registry: 'registry.redhat.io' })).toEqual(['1234567|10', '1234567|9']);
    expect(found({ kind: 'robot' })).toEqual(['acme+Builder']);
    expect(found({ verdict: 'rejected' })).toEqual(['1234567|9']);
    expect(found({ verdict: 'never' })).toEqual(['acme+Builder', '1234567|10']);
    expect(found({ tag: 'prod' })).toEqual(['1234567|10']);
    expect(found({ tag: 'pro' })).toEqual([]);
    expect(found({ registry: 'registry.redhat.io', verdict: 'never' })).toEqual(['1234567|10']);
  });
});

describe('an order', () => {
  it('puts numbers in names by their value, and keeps equals as they were', () => {
    expect(order('user')).toEqual(['1234567|9', '1234567|10', 'acme+Builder']);
    expect(order('user', true)).toEqual(['acme+Builder', '1234567|10', '1234567|9']);
    expect(order('registry')).toEqual(['acme+Builder', '1234567|10', '1234567|9']);
    expect(order('last-check', true)[0]).toBe('1234567|9');
    expect(order('added', true)).toEqual(['1234567|9', '1234567|10', 'acme+Builder']);
  });
});

it('counts what there is to filter by', () => {
  expect(facetsOf(metas)).toEqual({
    registries: [
      { name: 'quay.io', count: 1 },
      { name: 'registry.redhat.io', count: 2 },
    ],
    tags: [
      { name: 'eu', count: 1 },
      { name: 'prod', count: 1 },
    ],
  });
});
