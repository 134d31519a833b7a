import { describe, expect, test } from 'vitest';
import { changedHelpers, setHelper } from '../../../electron/core/authfile/helper-setting.ts';

const bytes = (text: string) => Buffer.from(text);

describe('the helper that a file hands a host to', () => {
  test.each<[string, string, string | null, string | null, string]>([
    ['for every host', '{\n  "x": 1\n}', null, 'pass', '{\n  "x": 1,\n  "credsStore": "pass"\n}'],
    ['another for every host', '{"credsStore":"a","x":1}', null, 'b', '{"x":1,"credsStore":"b"}'],
    ['none for every host', '{"credsStore":"a","x":1}', null, null, '{"x":1}'],
    ['the first host', '{"x":1}', 'q.io', 'pass', '{"x":1,"credHelpers":{"q.io":"pass"}}'],
    [
      'one more host',
      '{"credHelpers":{"r.io":"a"},"x":1}',
      'q.io',
      'pass',
      '{"credHelpers":{"r.io":"a","q.io":"pass"},"x":1}',
    ],
    [
      'none for a host',
      '{"credHelpers":{"q.io":"a","r.io":"b"}}',
      'q.io',
      null,
      '{"credHelpers":{"r.io":"b"}}',
    ],
  ])('is set: %s', (_, before, host, helper, after) => {
    expect(setHelper(bytes(before), 'docker-config', { host, helper })).toBe(after);
  });

  test('is left alone where the file says so already, and made where there is no file', () => {
    const text = '{"credsStore":"a","credHelpers":{"q.io":"b"}}';
    expect(setHelper(bytes(text), 'docker-config', { host: null, helper: 'a' })).toBeNull();
    expect(setHelper(bytes(text), 'docker-config', { host: 'q.io', helper: 'b' })).toBeNull();
    expect(setHelper(bytes(text), 'docker-config', { host: 'r.io', helper: null })).toBeNull();
    const made = setHelper(null, 'docker-config', { host: 'q.io', helper: 'b' });
    expect(JSON.parse(made ?? '')).toEqual({ credHelpers: { 'q.io': 'b' } });
  });

  test('is compared before and after', () => {
    const before = bytes('{"credsStore":"a","credHelpers":{"q.io":"b","r.io":""}}');
    const after = bytes('{"credHelpers":{"q.io":"c","r.io":""}}');
    expect(changedHelpers(before, after, 'docker-config')).toEqual([
      { host: 'q.io', before: 'b', after: 'c' },
      { host: null, before: 'a', after: null },
    ]);
    expect(changedHelpers(null, null, 'docker-config')).toEqual([]);
  });
});
