import { errors } from 'undici';
import { describe, expect, test } from 'vitest';
import {
  isIssuedToNobody,
  messageOf,
  retryAfterSeconds,
  tokenOf,
} from '../../../electron/core/registry/answers.ts';
import { reasonOfNetworkError } from '../../../electron/core/registry/network-errors.ts';
import type { Answer } from '../../../electron/core/registry/wire/http.ts';
import { Secret } from '../../../electron/core/secret.ts';

const CREDENTIAL = { username: 'user', secret: new Secret('correct-horse') };

function answer(body: string, headers: Record<string, string> = {}): Answer {
  return {
    status: 401,
    header: (name) => (headers[name] === undefined ? [] : [headers[name]]),
    body,
    url: new URL('https://registry.example/'),
    headersMs: 0,
    totalMs: 0,
  };
}

describe('what a registry says', () => {
  test.each([
    ['{"errors":[{"code":"UNAUTHORIZED","message":"no"}]}', 'no'],
    ['{"errors":[{"message":"one"},{"message":"two"},{"message":"one"}]}', 'one; two'],
    ['{"details":"incorrect username or password"}', 'incorrect username or password'],
    ['{"error":"invalid_client","error_description":"bad"}', 'bad; invalid_client'],
    ['{"message":"a\\nb\\t\\u202ec\\u0000d"}', 'a b c d'],
    ['{"errors":"none"}', null],
    ['{"errors":[null,5,{"message":7}]}', null],
    ['[]', null],
    ['plain words', null],
    ['', null],
  ])('%s', (body, message) => {
    expect(messageOf(answer(body), CREDENTIAL)).toBe(message);
  });

  test('plain text is taken from an answer that says so', () => {
    const plain = answer('Too many\r\nrequests\n', { 'content-type': 'text/plain; charset=utf-8' });
    expect(messageOf(plain, CREDENTIAL)).toBe('Too many requests');
  });

  test('a long text is cut', () => {
    const message = messageOf(
      answer(JSON.stringify({ message: 'word '.repeat(1000) })),
      CREDENTIAL,
    );
    expect(message).toHaveLength(300);
    expect(message?.endsWith('…')).toBe(true);
  });
});

test('Retry-After is a number of seconds or a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const waits = [
    '120',
    'Thu, 01 Jan 2026 00:01:00 GMT',
    'Wed, 31 Dec 2025 00:00:00 GMT',
    'soon',
    '',
  ];
  expect(
    waits.map((value) => retryAfterSeconds(answer('', { 'retry-after': value }), now)),
  ).toEqual([120, 60, 0, null, null]);
});

test('a token is a text that fits into a header', () => {
  expect(tokenOf({ token: 'a', access_token: 'b' })).toBe('a');
  expect(tokenOf({ token: null, access_token: 'b' })).toBe('b');
  for (const token of ['', 'a b', 'a\n', 'ä', 5, {}, null]) expect(tokenOf({ token })).toBeNull();
});

test('a token issued to nobody is recognised; one that cannot be read is not suspected', () => {
  const jwt = (claims: unknown) =>
    `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  expect(isIssuedToNobody(jwt({ sub: '' }))).toBe(true);
  expect(isIssuedToNobody(jwt({ sub: '(anonymous)' }))).toBe(true);
  for (const token of [jwt({ sub: 'user' }), jwt({}), jwt(null), 'opaque', 'a.b.c', 'a..c']) {
    expect(isIssuedToNobody(token), token).toBe(false);
  }
});

describe('N5: the errors of the network', () => {
  const unparsable = (data: string) =>
    Object.assign(new errors.HTTPParserError('no HTTP'), { data });
  const coded = (code: string) => Object.assign(new Error(code), { code });

  test.each([
    [coded('EHOSTUNREACH'), 'network-unreachable'],
    [coded('ENETUNREACH'), 'network-unreachable'],
    [coded('ECONNRESET'), 'connection-reset'],
    [coded('EAI_AGAIN'), 'dns-failed'],
    [coded('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'tls-failed'],
    [coded('CERT_REVOKED'), 'tls-failed'],
    [unparsable('SSH-2.0'), 'ping-not-a-registry'],
    [unparsable('\u0015\u0003\u0003'), 'tls-on-http-port'],
    [new errors.HeadersTimeoutError(), 'timed-out'],
    [new errors.HeadersOverflowError(), 'answer-too-large'],
    [new errors.ResponseExceededMaxSizeError(), 'answer-too-large'],
    [new errors.SocketError('other side closed'), 'connection-reset'],
    [new Error('wrapped', { cause: coded('ECONNREFUSED') }), 'connection-refused'],
    [new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]), 'network-unreachable'],
    [new Error('of an unknown kind'), 'connection-reset'],
    ['no error at all', 'connection-reset'],
  ])('%s is %s', (error, reason) => {
    expect(reasonOfNetworkError(error)).toBe(reason);
  });
});
