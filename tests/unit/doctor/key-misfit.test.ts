import { describe, expect, test } from 'vitest';
import { misfitOf } from '../../../electron/core/doctor/key-misfit.ts';

describe('keys that the container tools never find', () => {
  const cases: [string, string, string | null][] = [
    ['QUAY.IO', 'wrong-case', 'quay.io'],
    ['Quay.io/Org/app', 'wrong-case', 'quay.io/Org/app'],
    ['quay.io/', 'path-not-understood', 'quay.io'],
    ['quay.io/v1/', 'path-not-understood', 'quay.io'],
    ['quay.io/org/', 'path-not-understood', 'quay.io/org'],
    ['HTTPS://quay.io', 'scheme-not-understood', 'quay.io'],
    ['ftp://quay.io/v1/', 'scheme-not-understood', 'quay.io'],
    [' quay.io', 'scheme-not-understood', 'quay.io'],
    ['https://user@quay.io/', 'scheme-not-understood', 'quay.io'],
    ['*.redhat.io', 'glob-not-understood', null],
    ['quay.io:443', 'other-port', 'quay.io'],
    ['hub.docker.com', 'wrong-host', 'docker.io'],
  ];
  test.each(cases)('%j: %s', (key, reason, right) => {
    expect(misfitOf(key, 'containers-auth')).toEqual({ reason, key: right });
  });

  test.each([
    'quay.io',
    'quay.io/org',
    'quay.io/org/app',
    'https://quay.io/v1/',
    'http://quay.io',
    'localhost:5000',
    'registry.example.com:8443',
    'docker.io',
    'https://index.docker.io/v1/',
    '[::1]:5000',
    'myregistry',
  ])('%j is found', (key) => {
    expect(misfitOf(key, 'containers-auth')).toBeNull();
  });
});

describe('keys of a docker config', () => {
  test.each(['docker.io', 'index.docker.io', 'https://index.docker.io', 'registry-1.docker.io'])(
    'docker does not find Docker Hub under %s',
    (key) => {
      expect(misfitOf(key, 'docker-config')).toEqual({
        reason: 'hub-alias',
        key: 'https://index.docker.io/v1/',
      });
    },
  );

  test('it finds Docker Hub under its own key', () => {
    expect(misfitOf('https://index.docker.io/v1/', 'docker-config')).toBeNull();
  });

  test('a namespace has no right key there', () => {
    expect(misfitOf('QUAY.io/org', 'docker-config')).toEqual({ reason: 'wrong-case', key: null });
  });
});
