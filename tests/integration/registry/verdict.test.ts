import { afterEach, describe, expect, test } from 'vitest';
import {
  challenge,
  type HostileServer,
  html,
  json,
  type RegistryScript,
  scripted,
  startHostileServer,
} from '../../support/hostile-server.ts';
import { CANARY, check } from '../../support/registry-check.ts';

let server: HostileServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function checkScript(script: RegistryScript) {
  server = await startHostileServer(scripted(script));
  const checked = await check(server.authority);
  const sent = server.received.filter(({ authorization }) => authorization !== undefined);
  return { ...checked, server, sent };
}

const BASIC = challenge('Basic realm="Registry"');
const UNAUTHORIZED = json(401, { errors: [{ code: 'UNAUTHORIZED', message: 'no such user' }] });
const DENIED = json(403, { errors: [{ code: 'DENIED', message: 'denied' }] });
const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a registry that answers well', () => {
  test('N3: is asked without the credential first; the token server gets it, the registry the token', async () => {
    const { result, server } = await checkScript({});
    expect(result).toMatchObject({
      verdict: 'verified',
      reason: 'token-issued',
      httpStatus: 200,
      host: server.authority,
      message: null,
    });
    const credential = basicOf(`${CANARY.username}:${CANARY.password}`);
    expect(server.received.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/v2/', undefined],
      ['/token?account=1234567%7Ccanary&service=s', credential],
      ['/v2/', 'Bearer opaque'],
    ]);
  });

  test('its steps are told, each with its host and limit', async () => {
    const { steps, events, server } = await checkScript({});
    expect(steps).toEqual([
      'ping running',
      'ping done',
      'challenge running',
      'challenge done',
      'token running',
      'token done',
      'verdict running',
      'verdict done',
    ]);
    expect(events[0]).toMatchObject({ host: server.authority, limitMs: 20_000 });
    expect(events.every(({ limitMs }) => limitMs <= 20_000)).toBe(true);
  });

  test('N3: Basic goes to a Basic challenge, to the registry itself', async () => {
    const { result, sent, steps } = await checkScript({ ping: BASIC });
    expect(result).toMatchObject({ verdict: 'verified', reason: 'basic-accepted' });
    expect(sent.map(({ path }) => path)).toEqual(['/v2/']);
    expect(steps).toContain('token skipped');
  });

  test('Bearer is preferred to Basic, in whatever order and header they come', async () => {
    for (const first of [0, 1]) {
      const own = await startHostileServer((request, response) => {
        const values = [
          'Basic realm="a, b"',
          `bEARER service="s", REALM = "http://${request.headers.host}/token"`,
        ];
        scripted({ ping: challenge(first === 0 ? values : values.reverse().join(', ')) })(
          request,
          response,
        );
      });
      const { result } = await check(own.authority);
      expect(result.reason).toBe('token-issued');
      await own.close();
    }
  });

  test('`access_token` is as good as `token`, and the realm keeps its own query', async () => {
    server = await startHostileServer((request, response) => {
      scripted({
        ping: challenge(`Bearer realm="http://${request.headers.host}/token?tenant=a%20b#top"`),
        token: json(200, { access_token: 'other' }),
      })(request, response);
    });
    expect((await check(server.authority)).result.reason).toBe('token-issued');
    expect(server.received[1]?.path).toBe('/token?tenant=a%20b&account=1234567%7Ccanary');
    expect(server.received[2]?.authorization).toBe('Bearer other');
  });
});

describe('a credential that is refused', () => {
  test.each<[string, RegistryScript]>([
    ['by the token server', { token: UNAUTHORIZED }],
    ['by the token server with a 403 in the words of the API', { token: DENIED }],
    ['by a registry with Basic', { ping: BASIC, presented: UNAUTHORIZED }],
    ['by the registry although a token was issued', { presented: UNAUTHORIZED }],
    ['by the registry with a 403, although a token was issued', { presented: DENIED }],
  ])('%s is rejected, and nothing else is tried', async (_, script) => {
    const { result, sent } = await checkScript(script);
    expect(result).toMatchObject({ verdict: 'rejected', reason: 'credential-rejected' });
    expect(result.message).toMatch(/no such user|denied/);
    expect(sent.length).toBeLessThanOrEqual(2);
  });

  test('that never arrived is told from one that is wrong', async () => {
    const message = 'Please login to the Red Hat Registry using your Customer Portal credentials.';
    const { result } = await checkScript({ token: json(401, { errors: [{ message }] }) });
    expect(result).toMatchObject({ verdict: 'rejected', reason: 'credential-not-sent', message });
  });

  test('N8: is refused also after a good one was accepted', async () => {
    server = await startHostileServer((request, response) => {
      const good = basicOf(`${CANARY.username}:${CANARY.password}`);
      const ok = request.headers.authorization === good;
      scripted({ ping: BASIC, presented: ok ? { status: 200 } : UNAUTHORIZED })(request, response);
    });
    const verdicts: string[] = [];
    for (const password of [CANARY.password, 'bad-password', CANARY.password, 'bad-password']) {
      verdicts.push((await check(server.authority, { password })).result.verdict);
    }
    expect(verdicts).toEqual(['verified', 'rejected', 'verified', 'rejected']);
  });
});

describe('an answer that says nothing about the credential is no verdict', () => {
  test.each<[string, RegistryScript, string]>([
    ['N5: /v2/ 200', { ping: json(200, {}) }, 'no-login-needed'],
    ['/v2/ 200 HTML', { ping: html(200) }, 'ping-not-a-registry'],
    ['/v2/ 403', { ping: html(403) }, 'ping-forbidden'],
    ['/v2/ 404', { ping: html(404) }, 'ping-not-found'],
    ['/v2/ 500', { ping: { status: 500 } }, 'ping-server-error'],
    ['/v2/ 503', { ping: html(503) }, 'ping-server-error'],
    ['/v2/ 204', { ping: { status: 204 } }, 'ping-unexpected-status'],
    ['/v2/ 302 without Location', { ping: { status: 302 } }, 'ping-unexpected-status'],
    ['401 without a challenge', { ping: { status: 401 } }, 'challenge-missing'],
    ['401 with an empty one', { ping: challenge('') }, 'challenge-missing'],
    [
      'a challenge without realm',
      { ping: challenge('Bearer service="s"') },
      'challenge-without-realm',
    ],
    ['an empty realm', { ping: challenge('Bearer realm=""') }, 'challenge-without-realm'],
    ['a scheme nobody has', { ping: challenge('Negotiate, Digest a=b') }, 'challenge-unsupported'],
  ])('%s: %s', async (_, script, reason) => {
    const { result, sent } = await checkScript(script);
    expect(result).toMatchObject({ verdict: 'not-checked', reason });
    expect(sent).toEqual([]);
  });

  test.each<[string, RegistryScript, string]>([
    ['token 403 HTML', { token: html(403) }, 'token-forbidden'],
    [
      'token 403 JSON of another kind',
      { token: json(403, { message: 'blocked' }) },
      'token-forbidden',
    ],
    ['token 500', { token: { status: 500 } }, 'token-server-error'],
    ['token 404', { token: { status: 404 } }, 'token-unexpected-status'],
    ['token 200 HTML', { token: html(200) }, 'token-not-json'],
    ['token 200, an array', { token: json(200, ['x']) }, 'token-not-json'],
    ['token 200 {}', { token: json(200, {}) }, 'token-missing'],
    ['token 200, empty', { token: json(200, { token: '' }) }, 'token-missing'],
    ['token 200, a number', { token: json(200, { token: 5 }) }, 'token-missing'],
    [
      'a token that injects a header',
      { token: json(200, { token: 'a\r\nx: y' }) },
      'token-missing',
    ],
    ['then /v2/ 500', { presented: { status: 500 } }, 'ping-server-error'],
    ['then /v2/ 200 HTML', { presented: html(200) }, 'ping-not-a-registry'],
    ['Basic, then /v2/ 404', { ping: BASIC, presented: { status: 404 } }, 'ping-not-found'],
  ])('%s: %s', async (_, script, reason) => {
    const { result } = await checkScript(script);
    expect(result).toMatchObject({ verdict: 'not-checked', reason });
  });

  test.each(['', '(anonymous)'])(
    'a token issued to %j has not looked at the password',
    async (sub) => {
      const claims = Buffer.from(JSON.stringify({ sub, access: [] })).toString('base64url');
      const { result } = await checkScript({ token: json(200, { token: `e30.${claims}.c2ln` }) });
      expect(result).toMatchObject({ verdict: 'not-checked', reason: 'token-anonymous' });
    },
  );

  test.each<[string, RegistryScript]>([
    ['the registry', { ping: { ...json(429, {}), headers: { 'retry-after': '7' } } }],
    ['the token server', { token: { ...json(429, {}), headers: { 'retry-after': '7' } } }],
  ])('%s asks to wait', async (_, script) => {
    const { result } = await checkScript(script);
    expect(result).toMatchObject({
      verdict: 'not-checked',
      reason: 'rate-limited',
      retryAfterSeconds: 7,
    });
  });
});

test('L1: what a registry says comes out without the secret, however it is written', async () => {
  const { username, password } = CANARY;
  const echoes = [
    password,
    Buffer.from(password).toString('base64'),
    Buffer.from(`${username}:${password}`).toString('base64'),
    encodeURIComponent(password),
    Buffer.from(password).toString('hex'),
  ];
  const message = `refused:\n${echoes.join(' | ')}`;
  const { result } = await checkScript({ token: json(401, { errors: [{ message }] }) });
  expect(result.message).toMatch(/^refused: \[secret\]/);
  for (const echo of echoes) expect(JSON.stringify(result)).not.toContain(echo);
});

test.each([
  ['a short secret', '1234', 'wrong: 1234'],
  ['a web page', 'long-enough', '<html>long-enough</html>'],
])('what a registry says is left out with %s', async (_, password, body) => {
  const type = body.startsWith('<') ? 'text/html' : 'text/plain';
  server = await startHostileServer(
    scripted({ token: { status: 401, headers: { 'content-type': type }, body } }),
  );
  expect((await check(server.authority, { password })).result).toMatchObject({
    verdict: 'rejected',
    message: null,
  });
});

test.each([
  ['REGISTRY_INVALID', 'user@quay.io', {}],
  ['REGISTRY_INVALID', 'quay.io/org', {}],
  ['USERNAME_INVALID', 'quay.io', { username: 'a:b' }],
  ['USERNAME_INVALID', 'quay.io', { username: 'a\r\nb' }],
  ['SECRET_INVALID', 'quay.io', { password: 'a\nb' }],
  ['SECRET_INVALID', 'quay.io', { password: '' }],
])('%s is thrown for %s %j before anything is sent', async (code, registry, change) => {
  await expect(check(registry, change)).rejects.toMatchObject({ code });
});
