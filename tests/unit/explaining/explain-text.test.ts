import { describe, expect, test } from 'vitest';
import { explainText } from '../../../electron/core/explaining/explain-text.ts';
import { KNOWN_TEXTS } from '../../../electron/core/explaining/known-texts.ts';
import { explainedText, MAX_PASTED_LENGTH } from '../../../shared/explainer.ts';
import { makeCanary } from '../../support/canary.ts';
import { SAMPLES } from './samples.ts';

describe('texts of the tools', () => {
  test.each(SAMPLES)('$tool: $cause: $text', ({ text, cause, registry, image, path }) => {
    const explained = explainText(text);
    expect(explained.lines[0]?.causes[0]).toBe(cause);
    if (registry !== undefined) expect(explained.registry).toBe(registry);
    if (image !== undefined) expect(explained.image).toBe(image);
    if (path !== undefined) expect(explained.path).toBe(path);
    expect(explainedText.parse(explained)).toEqual(explained);
  });

  test('every known text has a sample that it explains', () => {
    const lines = SAMPLES.map(({ text }) => text);
    const first = lines.map((line) => KNOWN_TEXTS.findIndex(({ pattern }) => pattern.test(line)));
    const unproven = KNOWN_TEXTS.filter((_known, at) => !first.includes(at));
    expect(unproven).toEqual([]);
  });

  test('of a whole log each kind of line is told once, what says most first', () => {
    const log = SAMPLES.map(({ text }) => text).join('\n');
    const { lines } = explainText(`${log}\n${log}`);
    expect(lines[0]?.causes[0]).toBe('terms-needed');
    expect(lines).toHaveLength(20);
    expect(new Set(lines.map(({ line }) => line)).size).toBe(20);
  });

  test('a text that nobody knows has no meaning', () => {
    expect(explainText('Everything went well.')).toEqual({
      lines: [],
      registry: null,
      image: null,
      path: null,
      redacted: false,
    });
  });
});

describe('S43: no secret comes back', () => {
  const canary = makeCanary();
  const base64 = Buffer.from(`user:${canary}`).toString('base64');
  test.each([
    `podman login -u '1234|me' -p ${canary} registry.redhat.io`,
    `docker login --password=${canary} registry.redhat.io`,
    `skopeo copy --src-creds me:${canary} docker://a.example/b:1 dir:x`,
    `curl -u "me:${canary}" https://registry.redhat.io/v2/`,
    `Get "https://me:${canary}@registry.redhat.io/v2/": Forbidden`,
    `Get "https://me:${encodeURIComponent(canary)}@registry.redhat.io/v2/": Forbidden`,
    `proxy me:${canary}@proxy.example:3128 said no`,
    `> Authorization: Bearer ${canary}`,
    `> Authorization: Basic ${base64}`,
    `"registry.redhat.io": { "auth": "${base64}" }`,
    `auth: ${base64}`,
    `{"token":"${canary}"}`,
    `https://cdn01.quay.io/x?Signature=${canary}`,
    `eyJhbGciOiJSUzUxMiJ9.${canary.slice(0, 30)}.${canary.slice(0, 30)}`,
    `.dockerconfigjson: ${Buffer.from(JSON.stringify({ auths: { x: { auth: base64 } } })).toString('base64')}`,
  ])('%#', (line) => {
    const explained = explainText(`${line}: unauthorized: connection refused`);
    const said = JSON.stringify(explained);
    expect(said).not.toContain(canary.slice(0, 20));
    expect(said).not.toContain(base64.slice(8, 40));
    expect(explained.redacted).toBe(true);
  });
});

describe('a hostile text', () => {
  const filled = (unit: string) =>
    unit.repeat(Math.ceil(MAX_PASTED_LENGTH / unit.length)).slice(0, MAX_PASTED_LENGTH);
  test.each([
    'a',
    ' ',
    '/',
    '"https:',
    'https://cdn.',
    'docker://a.b/',
    'image a.',
    'reading manifest a in a: ',
    'proxyconnect tcp: ',
    'blob ',
    'auth.json ',
    'lookup a.a',
    '-p -u a:',
    'eyJ',
    'a:a@',
    '"auth":"',
    'logging in a: ',
    '\u202e\u0000',
    '\ud800',
    'a=a:a',
    'repository a ',
    'pinging container registry a-',
  ])('%j, 128 KiB of it, is read in one piece', (unit) => {
    const explained = explainText(filled(unit));
    expect(explainedText.safeParse(explained).success).toBe(true);
    expect(explainText(filled(`${unit}\n`)).lines.length).toBeLessThanOrEqual(20);
  });
});
