import { describe, expect, it } from 'vitest';
import { recogniseFormat } from '../../../electron/core/authfile/recognise.ts';

const recognise = (text: string | Buffer) =>
  recogniseFormat(Buffer.from(text), '/home/u/secret.json');

describe('the format of a credential file', () => {
  it.each([
    ['containers-auth', '{"auths":{"quay.io":{"auth":"YTpi"}}}'],
    ['containers-auth', '{"auths":{"cloud.openshift.com":{"auth":"YTpi","email":"a@b"}}}'],
    ['containers-auth', '{"auths":{"quay.io/org":{"auth":"YTpi"}}}'],
    ['containers-auth', '{}'],
    ['containers-auth', 'null'],
    ['containers-auth', '{"auths":null}'],
    ['containers-auth', '{"credHelpers":{"quay.io":"pass"}}'],
    ['containers-auth', '{"auths":{},"mine":1}'],
    ['docker-config', '{"auths":{"https://index.docker.io/v1/":{"auth":"YTpi"}}}'],
    ['docker-config', '{"auths":{},"credsStore":"desktop"}'],
    ['docker-config', '{"currentContext":"default"}'],
    ['docker-config', '{"auths":{},"HttpHeaders":{"a":"b"}}'],
    ['legacy-dockercfg', '{"quay.io":{"auth":"YTpi","email":""}}'],
    ['legacy-dockercfg', '{"https://index.docker.io/v1/":{"auth":"YTpi"},"q":{"auth":""}}'],
  ] as const)('is %s for %s', (format, text) => {
    expect(recognise(text)).toBe(format);
  });

  it.each([
    ['{"auths":\n  {"quay.io": 1}}', { line: 2, column: 15, reason: 'wrong-type' }],
    ['{"auths":{}', { line: 1, column: 12 }],
    ['', { line: 1, column: 1, reason: 'empty' }],
    ['  \n', { line: 1, column: 1, reason: 'empty' }],
    ['{"kind":"Secret","data":{".dockerconfigjson":"e30="}}', { reason: 'missing' }],
    ['{"quay.io":{"user":"a"}}', { reason: 'missing' }],
    ['apiVersion: v1\nkind: Secret\n', { line: 1, column: 1 }],
    ['{"auths":{}} {}', { reason: 'trailing-data' }],
    ['[]', { reason: 'wrong-type' }],
    ['\ufeff{}', { reason: 'byte-order-mark' }],
  ])('is none for %j, and the place is named', (text, context) => {
    expect(() => recognise(text)).toThrow(
      expect.objectContaining({
        code: 'FILE_MALFORMED',
        context: expect.objectContaining({ path: '/home/u/secret.json', ...context }),
      }),
    );
  });

  it('is none for what is not text', () => {
    expect(() => recognise(Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(
      expect.objectContaining({ code: 'FILE_MALFORMED' }),
    );
  });
});
