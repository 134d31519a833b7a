import { describe, expect, it } from 'vitest';
import { matches } from '../../../renderer/features/credentials/filter.ts';
import type { CredentialView } from '../../../shared/credential.ts';

const credential: CredentialView = {
  id: '6b1c8a52-7a3c-4d6e-9a0e-0d7f6f7c1a11',
  registry: 'registry.redhat.io',
  plainHttp: false,
  username: '1234567|build-host',
  kind: 'service-account',
  label: 'CI in Brno',
  createdAt: '2030-01-01T00:00:00Z',
  updatedAt: '2030-01-01T00:00:00Z',
  lastCheck: null,
  targets: [],
  states: [],
};

describe('the filter of the list', () => {
  it.each(['', '  ', 'redhat', 'BRNO', '1234567|', 'brno registry', ' build '])(
    'finds by "%s"',
    (text) => {
      expect(matches(credential, text)).toBe(true);
    },
  );

  it.each(['quay', 'redhat quay', '.*'])('does not find by "%s"', (text) => {
    expect(matches(credential, text)).toBe(false);
  });
});
