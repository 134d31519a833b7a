import { describe, expect, test } from 'vitest';
import { type AuthDocument, parseAuthFile } from '../../../electron/core/authfile/codec.ts';
import { governingHelper } from '../../../electron/core/authfile/governing.ts';
import { hostOfKey, keysServing } from '../../../electron/core/authfile/keys.ts';
import type { TargetFormat } from '../../../shared/target.ts';

function doc(value: object, format: TargetFormat): AuthDocument {
  return parseAuthFile(Buffer.from(JSON.stringify(value)), format);
}

describe('which host a key answers for', () => {
  test.each<[string, string, string | null, string | null]>([
    ['', 'q.io', 'q.io', 'q.io'],
    ['7.35', 'https://q.io/v1/', 'q.io', 'q.io'],
    ['7.35', 'http://q.io/v2/', 'q.io', 'q.io'],
    ['7.36', 'https://q.io/org/repo', 'q.io', 'q.io'],
    ['7.37', 'q.io/', null, 'q.io'],
    ['7.37', 'q.io/v1/', null, 'q.io'],
    ['', 'q.io/org', null, null],
    ['7.38', 'q.io:443', 'q.io:443', 'q.io:443'],
    ['7.39', 'QUAY.IO', 'QUAY.IO', 'QUAY.IO'],
    ['7.40', '[::1]:5000', '[::1]:5000', '[::1]:5000'],
    ['7.42', 'HTTPS://q.io', null, null],
    ['7.43', 'https://index.docker.io/v1/', 'docker.io', 'docker.io'],
    ['7.43', 'registry-1.docker.io', 'docker.io', 'docker.io'],
    [
      '7.44',
      'https://registry.hub.docker.com',
      'registry.hub.docker.com',
      'registry.hub.docker.com',
    ],
  ])('%s %s', (_, key, containers, docker) => {
    expect(hostOfKey(key, 'containers-auth')).toBe(containers);
    expect(hostOfKey(key, 'docker-config')).toBe(docker);
  });
});

test('7.67, 7.78 the keys that a logout has to remove: the exact one first, then its URL forms', () => {
  const auths = {
    'https://q.io/v1/': {},
    'q.io/org': {},
    'q.io': {},
    'http://q.io': {},
    other: {},
  };
  expect(keysServing(doc({ auths }, 'containers-auth'), 'q.io')).toEqual([
    'q.io',
    'https://q.io/v1/',
    'http://q.io',
  ]);
});

test('7.43, 7.84 Docker Hub by all its names', () => {
  const auths = { 'https://index.docker.io/v1/': {}, 'docker.io': {}, 'docker.io/vendor': {} };
  for (const format of ['containers-auth', 'docker-config'] as const) {
    expect(keysServing(doc({ auths }, format), 'docker.io')).toEqual([
      'docker.io',
      'https://index.docker.io/v1/',
    ]);
  }
});

describe('which helper governs a key', () => {
  const docker = doc(
    { credsStore: 'secretservice', credHelpers: { a: 'pass', b: '' } },
    'docker-config',
  );
  const containers = doc({ credsStore: 'x', credHelpers: { a: 'pass', b: '' } }, 'containers-auth');

  test('7.80 docker: the host\'s own, an empty one for "in this file", else the store', () => {
    expect(governingHelper(docker, 'a')).toBe('pass');
    expect(governingHelper(docker, 'b')).toBeNull();
    expect(governingHelper(docker, 'https://index.docker.io/v1/')).toBe('secretservice');
  });

  test("7.104 containers: the host's, for its namespaces too, and no store", () => {
    expect(governingHelper(containers, 'a')).toBe('pass');
    expect(governingHelper(containers, 'a/org/repo')).toBe('pass');
    expect(governingHelper(containers, 'c')).toBeNull();
  });

  test('names of prototypes name no helper', () => {
    expect(governingHelper(containers, 'constructor')).toBeNull();
  });
});
