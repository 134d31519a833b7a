import { expect, test } from 'vitest';
import { HOST_PURPOSES, HOST_SOURCES, RED_HAT_HOSTS } from '../../../shared/red-hat-hosts.ts';
import { KNOWN_REGISTRIES } from '../../../shared/registry.ts';

const required = RED_HAT_HOSTS.filter((row) => row.required);

test('S42: every Red Hat registry and every CDN host has to be let through at port 443', () => {
  const registries = KNOWN_REGISTRIES.filter(({ id }) => id.startsWith('red-hat') || id === 'quay');
  const cdn = ['', '01', '02', '03', '04', '05', '06'].map((number) => `cdn${number}.quay.io`);
  const hosts = required.map(({ host }) => host);
  expect(registries).toHaveLength(4);
  expect(hosts).toEqual(
    expect.arrayContaining([...registries.map(({ registry }) => registry), ...cdn]),
  );
  expect(required.every(({ port }) => port === 443)).toBe(true);
});

test('no host and port is listed twice, and port 80 is never required', () => {
  const places = RED_HAT_HOSTS.map(({ host, port }) => `${host}:${port}`);
  expect(new Set(places).size).toBe(places.length);
  expect(RED_HAT_HOSTS.filter(({ port }) => port === 80).map((row) => row.required)).not.toContain(
    true,
  );
});

test('every purpose and every source is used', () => {
  expect(new Set(RED_HAT_HOSTS.map(({ purpose }) => purpose))).toEqual(new Set(HOST_PURPOSES));
  expect(new Set(RED_HAT_HOSTS.map(({ source }) => source))).toEqual(
    new Set(Object.keys(HOST_SOURCES)),
  );
});
