import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIPv4, isIPv6, parseHostAndPort } from '../../../shared/host-name.ts';
import { parseRegistry } from '../../../shared/registry.ts';

function registryOf(text: string): string {
  const parsed = parseRegistry(text);
  return parsed.ok ? parsed.registry : `refused: ${parsed.reason}`;
}

describe('a registry pasted in any form', () => {
  test.each([
    ['registry.redhat.io', 'registry.redhat.io'],
    ['  registry.redhat.io\n', 'registry.redhat.io'],
    ['"registry.redhat.io"', 'registry.redhat.io'],
    ['<https://registry.redhat.io/>', 'registry.redhat.io'],
    ['\ufeffregistry.redhat.io\u200b', 'registry.redhat.io'],
    ['https://registry.redhat.io', 'registry.redhat.io'],
    ['HTTPS://Registry.RedHat.io/V2/', 'registry.redhat.io'],
    ['//registry.redhat.io', 'registry.redhat.io'],
    ['registry.redhat.io/', 'registry.redhat.io'],
    ['registry.redhat.io.', 'registry.redhat.io'],
    ['https://registry.redhat.io/v1/', 'registry.redhat.io'],
    ['https://registry.redhat.io/v2/?a=b#c', 'registry.redhat.io'],
    ['registry.redhat.io/rhel8/rsyslog', 'registry.redhat.io'],
    ['docker://registry.redhat.io/rhel8/rsyslog:latest', 'registry.redhat.io'],
    ['oci://quay.io/charts/app', 'quay.io'],
    ['localhost', 'localhost'],
    ['localhost:5000', 'localhost:5000'],
    ['localhost/app', 'localhost'],
    ['registry:5000', 'registry:5000'],
    ['registry:5000/app:1', 'registry:5000'],
    ['https://registry', 'registry'],
    ['127.0.0.1:5000/app@sha256:0123456789abcdef0123456789abcdef', '127.0.0.1:5000'],
    ['[::1]:5000', '[::1]:5000'],
    ['http://[FE80::1]/', '[fe80::1]'],
    ['::1', '[::1]'],
    ['https://quay.io:8443/org/app', 'quay.io:8443'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['https://例え。テスト:5000/x', 'xn--r8jz45g.xn--zckzah:5000'],
    ['ｑｕａｙ.io', 'quay.io'],
    ['docker.io', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['https://hub.docker.com/_/nginx', 'docker.io'],
    ['registry.hub.docker.com', 'registry.hub.docker.com'],
    ['ubuntu', 'docker.io'],
    ['ubuntu:22.04', 'docker.io'],
    ['Ubuntu', 'docker.io'],
    ['bitnami/redis:7', 'docker.io'],
    ['docker://busybox', 'docker.io'],
  ])('%j is %s', (text, registry) => {
    expect(registryOf(text)).toBe(registry);
  });

  test.each([
    ['', 'empty'],
    [' \u200b ', 'empty'],
    [`${'a'.repeat(3000)}.example`, 'too-long'],
    ['quay.io quay.io', 'whitespace'],
    ['quay.io\nquay.io', 'whitespace'],
    ['quay\u0000.io', 'control-character'],
    ['user@quay.io', 'userinfo'],
    ['https://user:secret@quay.io/v2/', 'userinfo'],
    ['https://user@quay.io@evil.example', 'userinfo'],
    ['ftp://quay.io', 'scheme-unsupported'],
    ['docker-archive://x.tar', 'scheme-unsupported'],
    ['quay.io:0', 'port-invalid'],
    ['quay.io:65536', 'port-invalid'],
    ['quay.io:080', 'port-invalid'],
    ['quay.io:latest', 'port-invalid'],
    ['quay..io', 'host-invalid'],
    ['-quay.io', 'host-invalid'],
    ['quay_x.io', 'host-invalid'],
    ['quay.io\\evil', 'host-invalid'],
    ['quay%2eio', 'host-invalid'],
    ['https:///v2/', 'host-invalid'],
    ['*.example.com', 'host-invalid'],
    ['q\u200buay.io', 'host-invalid'],
    ['http://2130706433', 'host-invalid'],
    ['127.1', 'host-invalid'],
    ['0x7f.0.0.1', 'host-invalid'],
    ['127.0.0.01', 'host-invalid'],
    ['[::1', 'host-invalid'],
    ['[fe80::1%25eth0]', 'host-invalid'],
    ['[::ffff:127.0.0.1.1]', 'host-invalid'],
    [`${'a'.repeat(64)}.example`, 'host-invalid'],
    [`${'abcdefgh.'.repeat(30)}example`, 'host-invalid'],
  ])('%j is refused: %s', (text, reason) => {
    expect(parseRegistry(text)).toEqual({ ok: false, reason });
  });

  test('a refusal does not repeat what was typed, which may be a password', () => {
    expect(JSON.stringify(parseRegistry('https://user:hunter2@quay.io'))).not.toContain('hunter2');
  });

  test.each([
    ['registry.redhat.io/rhel8/rsyslog', 'rhel8/rsyslog', null],
    ['registry.redhat.io/rhel8/rsyslog:8.9', 'rhel8/rsyslog', '8.9'],
    [
      'quay.io/a/b:1@sha256:0123456789abcdef0123456789abcdef',
      'a/b',
      'sha256:0123456789abcdef0123456789abcdef',
    ],
    ['https://quay.io/v2/a/b/manifests/latest', 'a/b', 'latest'],
    ['https://quay.io/v2/a/b/tags/list', 'a/b', null],
    ['https://quay.io/v2/_catalog', null, null],
    ['quay.io/Upper/Case', null, null],
    ['ubuntu:22.04', 'library/ubuntu', '22.04'],
    ['docker.io/nginx', 'library/nginx', null],
    ['https://hub.docker.com/r/bitnami/redis', 'bitnami/redis', null],
    [
      'ubuntu@sha256:0123456789abcdef0123456789abcdef',
      'library/ubuntu',
      'sha256:0123456789abcdef0123456789abcdef',
    ],
  ])('%s names the image %s, %s', (text, repository, reference) => {
    expect(parseRegistry(text)).toMatchObject({ ok: true, repository, reference });
  });

  test.each([
    ['quay.io', []],
    [' quay.io', ['trimmed']],
    ['HTTPS://quay.io', ['scheme-removed']],
    ['Quay.io', ['lower-cased']],
    ['quay.io/v2/', ['path-removed']],
    ['quay.io/org/app', ['repository-removed']],
    ['quay.io.', ['trailing-dot-removed']],
    ['quay.io:443', ['default-port-kept']],
    ['bücher.example', ['international-name']],
    ['::1', ['brackets-added']],
    ['index.docker.io', ['docker-hub-alias']],
    ['ubuntu', ['docker-hub-short-name']],
  ])('%j is accepted with the notes %j', (text, notes) => {
    expect(parseRegistry(text)).toMatchObject({ ok: true, notes });
  });

  test.each([
    ['http://quay.io', 'http'],
    ['HTTPS://quay.io', 'https'],
    ['docker://quay.io', null],
    ['quay.io', null],
  ])('the scheme of %s is %s (N3: plain HTTP is never inferred)', (text, scheme) => {
    expect(parseRegistry(text)).toMatchObject({ ok: true, scheme });
  });

  test('never throws, and what it accepts it accepts again unchanged', () => {
    const piece = fc.constantFrom(
      'a',
      'Z',
      '9',
      '.',
      ':',
      '/',
      '@',
      '-',
      '[',
      ']',
      '%',
      '|',
      'ü',
      '。',
      ' ',
      '//',
    );
    const pasted = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(pasted, (text) => {
        const parsed = parseRegistry(text);
        if (!parsed.ok) return;
        expect(parsed.registry).toMatch(/^[a-z0-9.[\]:-]+$/);
        expect(parseRegistry(`https://${parsed.registry}`)).toMatchObject({
          ok: true,
          registry: parsed.registry,
        });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a host name', () => {
  test('agrees with the URL standard on names of letters of any script (M3)', () => {
    const letter = fc.constantFrom(...'abcäöüéßñçøåłπλжщдхअआあいカ漢字한글אבกข0189');
    const label = fc.string({ unit: letter, minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
        const name = [...labels, 'example'].join('.');
        const standard = domainToASCII(name);
        // The standard also refuses mixed directions, which is the registrars' concern.
        if (standard !== '') expect(parseHostAndPort(name)).toMatchObject({ host: standard });
      }),
    );
  });

  test('addresses are told from names as the URL standard does', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), (v4, v6) => {
        expect(isIPv4(v4)).toBe(true);
        expect(isIPv6(v6)).toBe(true);
      }),
    );
    for (const text of ['1::2::3', ':::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', '']) {
      expect(isIPv6(text), text).toBe(false);
    }
    expect(isIPv6('::')).toBe(true);
  });
});
