import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOfAddress, mayReceive } from '../../../electron/core/registry/addresses.ts';
import { judgeRealm } from '../../../electron/core/registry/realm-policy.ts';

const PUBLIC = '203.0.113.7';

function judge(realm: string, registry = 'registry.example', plainHttp = false) {
  const judged = judgeRealm(realm, { registry, plainHttp, registryAddress: PUBLIC });
  return judged.answer === 'refuse' ? judged.reason : judged.answer;
}

describe('N2: whether a realm gets the credential', () => {
  test.each([
    ['its own host', 'https://registry.example/token', 'registry.example'],
    ['its own host, another port', 'https://registry.example:5001/token', 'registry.example:5000'],
    ['its own host, in capitals', 'HTTPS://Registry.Example/token', 'registry.example'],
    ['Docker Hub', 'https://auth.docker.io/token', 'docker.io'],
    ['Red Hat', 'https://registry.redhat.io/auth/realms/rhcc', 'registry.redhat.io'],
    ['Red Hat SSO', 'https://sso.redhat.com/auth/realms/rhcc', 'registry.redhat.io'],
    [
      'the partner registry',
      'https://registry.connect.redhat.com/auth',
      'registry.connect.redhat.com',
    ],
    ['Quay', 'https://quay.io/v2/auth', 'quay.io'],
    ['GitHub', 'https://ghcr.io/token', 'ghcr.io'],
    ['GitLab', 'https://gitlab.com/jwt/auth', 'registry.gitlab.com'],
  ])('%s goes without a question', (_, realm, registry) => {
    expect(judge(realm, registry)).toBe('allow');
  });

  test.each([
    ['another host', 'https://auth.example/token'],
    ['a host above', 'https://example/token'],
    ['a host below', 'https://auth.registry.example/token'],
    ['a look-alike', 'https://registry.example.evil.example/token'],
    ['a host with a final dot', 'https://registry.example./token'],
    ['a known token server of another registry', 'https://auth.docker.io/token'],
    ['a known token server on another port', 'https://auth.docker.io:8443/token'],
    ['an international name', 'https://r\u0435gistry.example/token'],
    ['a public address', 'https://198.51.100.1/token'],
  ])('%s is asked about', (_, realm) => {
    expect(judge(realm)).toBe('ask');
  });

  test.each([
    ['its own host over http', 'http://registry.example/token', 'realm-not-https'],
    ['loopback', 'https://127.0.0.1/token', 'realm-private-address'],
    ['loopback, IPv6', 'https://[::1]/token', 'realm-private-address'],
    ['private', 'https://10.1.2.3/token', 'realm-private-address'],
    ['the metadata service', 'https://169.254.169.254/', 'realm-private-address'],
    ['a line end', 'https://registry.example/\r\ntoken', 'realm-refused'],
    ['a NUL', 'https://registry.example/\u0000', 'realm-refused'],
    ['a backslash', 'https://registry.example\\@evil.example/', 'realm-refused'],
    ['a user', 'https://registry.example@evil.example/', 'realm-refused'],
    ['a decimal address', 'https://3405803783/', 'realm-refused'],
  ])('%s is refused', (_, realm, reason) => {
    expect(judge(realm)).toBe(reason);
  });

  test('http goes only with a registry that the user said speaks plain HTTP', () => {
    expect(judge('http://registry.example/token', 'registry.example', true)).toBe('allow');
    expect(judge('http://auth.example/token', 'registry.example', true)).toBe('ask');
  });

  test('a fragment is not sent, the query is', () => {
    const realm = 'https://registry.example/token?tenant=1#top';
    const judged = judgeRealm(realm, {
      registry: 'registry.example',
      plainHttp: false,
      registryAddress: PUBLIC,
    });
    expect(judged).toMatchObject({ answer: 'allow' });
    expect(judged.answer !== 'refuse' && judged.url.href).toBe(
      'https://registry.example/token?tenant=1',
    );
  });

  test('whatever the text, it is refused or leads to the host that it shows', () => {
    const piece = fc.constantFrom(
      'https://',
      'http:',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '1',
      '0x7f',
      'a',
      'registry.example',
      '[::1]',
      '%2e',
      '#',
      '?',
      '\t',
      '。',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const realm = pieces.join('');
        const judged = judgeRealm(realm, {
          registry: 'registry.example',
          plainHttp: true,
          registryAddress: PUBLIC,
        });
        if (judged.answer === 'refuse') return;
        expect(judged.url.username + judged.url.password).toBe('');
        expect(['public', 'special']).toContain(classOfAddress(judged.url.hostname));
        if (/^[ -~]*$/.test(realm))
          expect(realm.toLowerCase()).toContain(`//${judged.url.hostname}`);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('addresses', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['2001:4860:4860::8888', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['0.0.0.0', 'special'],
    ['255.255.255.255', 'special'],
    ['224.0.0.1', 'special'],
    ['::', 'special'],
    ['::ffff:127.0.0.1', 'special'],
    ['::ffff:8.8.8.8', 'special'],
    ['64:ff9b::a00:1', 'special'],
    ['2002:7f00:1::', 'special'],
    ['ff02::1', 'special'],
    ['no address', 'special'],
  ])('%s is %s', (address, name) => {
    expect(classOfAddress(address)).toBe(name);
  });

  test.each([
    ['8.8.8.8', '203.0.113.7', true],
    ['8.8.8.8', '127.0.0.1', true],
    ['127.0.0.1', '203.0.113.7', false],
    ['10.0.0.1', '203.0.113.7', false],
    ['169.254.169.254', '203.0.113.7', false],
    ['127.0.0.2', '127.0.0.1', true],
    ['::1', '127.0.0.1', true],
    ['10.0.0.1', '192.168.0.1', true],
    ['10.0.0.1', '127.0.0.1', false],
    ['127.0.0.1', '10.0.0.1', false],
    ['169.254.1.2', '169.254.1.1', false],
    ['169.254.1.1', '169.254.1.1', true],
    ['::ffff:127.0.0.1', '127.0.0.1', false],
  ])('N2: a credential may go to %s from a registry at %s: %s', (address, registry, allowed) => {
    expect(mayReceive(address, registry)).toBe(allowed);
  });
});
