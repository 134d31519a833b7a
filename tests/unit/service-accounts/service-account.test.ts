import { describe, expect, test } from 'vitest';
import {
  DEFAULT_RED_HAT,
  isConnectable,
  isConnectionBase,
  RED_HAT_API,
  RED_HAT_ISSUER,
  redHatSettings,
} from '../../../shared/red-hat-settings.ts';
import { nameOfServiceAccount } from '../../../shared/service-account.ts';

describe('N2: where tokens may be sent', () => {
  test.each([
    RED_HAT_ISSUER,
    RED_HAT_API,
    'https://sso.example:8443',
    'http://127.0.0.1:1/x',
    'http://localhost:1',
    'http://[::1]:1',
  ])('%s may be set', (text) => expect(isConnectionBase(text)).toBe(true));

  test.each([
    '',
    'sso.example',
    'http://sso.example',
    'http://127.0.0.1.example',
    'http://10.0.0.1',
    'ftp://sso.example',
    'https://user:secret@sso.example',
    'https://sso.example?x=1',
    'https://sso.example/#x',
    'https://sso.example\\@evil.example',
    'https://sso.example /',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('%j may not', (text) => expect(isConnectionBase(text)).toBe(false));
});

test('nothing is connected by default', () => {
  expect(redHatSettings.parse(DEFAULT_RED_HAT)).toEqual(DEFAULT_RED_HAT);
  expect(isConnectable(DEFAULT_RED_HAT)).toBe(false);
});

test.each([
  ['1234567|ci', 'ci'],
  ['|uhc-1', 'uhc-1'],
  ['7|a|b', 'a|b'],
  ['short', 'short'],
])('the portal knows %s as %s', (username, name) => {
  expect(nameOfServiceAccount(username)).toBe(name);
});
