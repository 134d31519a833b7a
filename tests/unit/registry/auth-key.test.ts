import { describe, expect, test } from 'vitest';
import { scopeOf, scopesServing } from '../../../shared/auth-scope.ts';
import {
  apiHost,
  authKeyFor,
  isDockerHub,
  isKnownRealmHost,
  KNOWN_REGISTRIES,
  knownRegistry,
  parseScope,
  registryOfKey,
} from '../../../shared/registry.ts';

describe('auth keys', () => {
  test.each([
    ['quay.io', 'containers-auth', 'quay.io'],
    ['quay.io', 'docker-config', 'quay.io'],
    ['127.0.0.1:5000', 'docker-config', '127.0.0.1:5000'],
    ['docker.io', 'containers-auth', 'docker.io'],
    ['docker.io', 'docker-config', 'https://index.docker.io/v1/'],
    ['index.docker.io', 'containers-auth', 'docker.io'],
    ['docker.io', 'legacy-dockercfg', 'https://index.docker.io/v1/'],
  ] as const)('%s in %s is %s', (registry, format, key) => {
    expect(authKeyFor(registry, format)).toBe(key);
  });

  test.each([
    ['quay.io', 'quay.io'],
    ['quay.io:5000', 'quay.io:5000'],
    ['https://quay.io', 'quay.io'],
    ['https://quay.io/v1/', 'quay.io'],
    ['http://quay.io/any/path', 'quay.io'],
    ['quay.io/v1/', 'quay.io'],
    ['quay.io/', 'quay.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['[::1]:5000', '[::1]:5000'],
    ['registry.hub.docker.com', 'registry.hub.docker.com'],
    ['Quay.io', 'Quay.io'],
    ['quay.io/org', null],
    ['quay.io/org/repo', null],
    ['HTTPS://quay.io', null],
    ['ftp://quay.io', null],
    ['*.quay.io', null],
    [' quay.io', null],
    ['', null],
    ['::1', null],
  ])('the key %j serves %j', (key, registry) => {
    expect(registryOfKey(key)).toBe(registry);
  });

  test('Docker Hub is asked at its API host', () => {
    expect(apiHost('docker.io')).toBe('registry-1.docker.io');
    expect(apiHost('quay.io')).toBe('quay.io');
    expect(isDockerHub('registry.hub.docker.com')).toBe(false);
  });
});

describe('what a credential is for', () => {
  test.each([
    ['quay.io', { registry: 'quay.io' }],
    ['quay.io/org', { registry: 'quay.io', namespace: 'org' }],
    ['127.0.0.1:5000/org/repo', { registry: '127.0.0.1:5000', namespace: 'org/repo' }],
    ['docker.io/library', { registry: 'docker.io', namespace: 'library' }],
    ['index.docker.io/library', null],
    ['quay.io/Org', null],
    ['quay.io/org:tag', null],
    ['quay.io/org/', null],
    ['quay.io//org', null],
    ['Quay.io/org', null],
    ['https://quay.io/org', null],
    ['', null],
  ])('%j is %j', (text, scope) => {
    expect(parseScope(text)).toEqual(scope);
    if (scope !== null) expect(scopeOf(scope)).toBe(text);
  });

  test('the most specific scope is asked for first', () => {
    expect(scopesServing('quay.io/org/repo')).toEqual([
      'quay.io/org/repo',
      'quay.io/org',
      'quay.io',
    ]);
    expect(scopesServing('quay.io:5000')).toEqual(['quay.io:5000']);
  });
});

describe('known registries', () => {
  test('S4: what each of the three Red Hat registries takes', () => {
    const table = KNOWN_REGISTRIES.filter(({ id }) => id.startsWith('red-hat')).map(
      ({ registry, capability }) => [registry, ...Object.values(capability)],
    );
    expect(table).toEqual([
      ['registry.redhat.io', false, true, true],
      ['registry.connect.redhat.com', false, true, true],
      ['registry.access.redhat.com', true, false, false],
    ]);
  });

  test('S1: registry.access.redhat.com takes no credential at all', () => {
    expect(knownRegistry('registry.access.redhat.com')?.accepts).toEqual([]);
  });

  test('S2, S3, S6: the other two take a Red Hat login and a Registry Service Account', () => {
    for (const registry of ['registry.redhat.io', 'registry.connect.redhat.com']) {
      expect(knownRegistry(registry)?.accepts).toEqual(['service-account', 'red-hat-login']);
    }
  });

  test('a registry is known by its host and port', () => {
    expect(knownRegistry('index.docker.io')?.id).toBe('docker-hub');
    expect(knownRegistry('quay.io:8443')).toBeNull();
    expect(knownRegistry('evil-quay.io')).toBeNull();
  });

  test('N2: the token servers that go without a question', () => {
    expect(isKnownRealmHost('docker.io', 'auth.docker.io')).toBe(true);
    expect(isKnownRealmHost('registry.redhat.io', 'sso.redhat.com')).toBe(true);
    expect(isKnownRealmHost('registry.gitlab.com', 'gitlab.com')).toBe(true);
    expect(isKnownRealmHost('registry.redhat.io', 'auth.docker.io')).toBe(false);
    expect(isKnownRealmHost('constructor', 'name')).toBe(false);
  });
});
