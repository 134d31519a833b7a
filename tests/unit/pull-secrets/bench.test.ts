import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bench, EMPTY_PULL_SECRET } from '../../../electron/core/pull-secrets/bench.ts';
import { oneLine } from '../../../electron/core/pull-secrets/one-line.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import { pullSecretView } from '../../../shared/pull-secret.ts';

const DRAFT = '7f1f6ff5-4b0e-4d36-9a0c-0d2a9b1a2f10';
const auth = (pair: string) => Buffer.from(pair).toString('base64');
const entry = (pair: string, more: object = {}) => ({ auth: auth(pair), ...more });
const document = (auths: object, indent: string | number = 0) =>
  JSON.stringify({ auths }, null, indent);

let count = 0;
function stored(registry: string, username: string, secret: string, namespace?: string) {
  count += 1;
  const meta: CredentialMeta = {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    registry,
    ...(namespace !== undefined && { namespace }),
    plainHttp: false,
    username,
    kind: 'other',
    label: '',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    lastCheck: null,
    targets: [],
  };
  return { meta, secret: new Secret(secret) };
}

/** What a text logs in as, by key. */
function logins(text: string): Record<string, string> {
  const { auths } = JSON.parse(text) as { auths: Record<string, { auth: string }> };
  return Object.fromEntries(
    Object.entries(auths).map(([key, each]) => [
      key,
      Buffer.from(each.auth, 'base64').toString('utf8'),
    ]),
  );
}

const changesOf = (bench: Bench) =>
  bench
    .view(DRAFT)
    .changes.map(({ key, action, usernameBefore, usernameAfter }) => [
      key,
      action,
      usernameBefore,
      usernameAfter,
    ]);

describe('a pull secret on the bench (S10)', () => {
  it('is shown without its secrets, telemetry flagged and not asked', () => {
    const text = document({
      'cloud.openshift.com': entry('robot:telemetry-secret', { email: 'a@b.example' }),
      'registry.redhat.io': entry('1234567|builder:token-secret'),
      'quay.io/team': entry('team+bot:robot-secret'),
      'broken.example.com': { auth: auth('no colon') },
    });
    const view = pullSecretView.parse(new Bench(text).view(DRAFT));
    expect(
      view.entries.map(({ key, registry, username, kind, isTelemetry, isCheckable, fault }) => [
        key,
        registry,
        username,
        kind,
        isTelemetry,
        isCheckable,
        fault?.code ?? null,
      ]),
    ).toEqual([
      ['cloud.openshift.com', 'cloud.openshift.com', 'robot', 'other', true, false, null],
      [
        'registry.redhat.io',
        'registry.redhat.io',
        '1234567|builder',
        'service-account',
        false,
        true,
        null,
      ],
      ['quay.io/team', 'quay.io', 'team+bot', 'robot', false, true, null],
      ['broken.example.com', 'broken.example.com', null, null, false, false, 'auth-no-colon'],
    ]);
    expect(view.entries[0]?.email).toBe('a@b.example');
    expect(view.fault).toMatchObject({ code: 'auth-no-colon', key: 'broken.example.com' });
    expect(JSON.stringify(view)).not.toMatch(/-secret|c2VjcmV0/);
  });

  it('adds and replaces from the store, and removes; each can be undone', () => {
    const text = document(
      {
        'registry.redhat.io': entry('1|old:old', { email: 'a@b.example' }),
        'quay.io': entry('keep:keep'),
      },
      2,
    );
    const bench = new Bench(text);
    bench.add([
      stored('registry.redhat.io', '1|new', 'new'),
      stored('quay.io', 'bot', 'x', 'team'),
    ]);
    expect(logins(bench.text)).toEqual({
      'registry.redhat.io': '1|new:new',
      'quay.io': 'keep:keep',
      'quay.io/team': 'bot:x',
    });
    expect(changesOf(bench)).toEqual([
      ['registry.redhat.io', 'replace', '1|old', '1|new'],
      ['quay.io/team', 'add', null, 'bot'],
    ]);
    expect(bench.credentialIds).toHaveLength(2);
    expect(JSON.parse(bench.text).auths['registry.redhat.io'].email).toBe('a@b.example');

    bench.remove(['quay.io', 'quay.io/team']);
    expect(Object.keys(logins(bench.text))).toEqual(['registry.redhat.io']);
    expect(bench.credentialIds).toHaveLength(1);
    bench.undo();
    bench.undo();
    expect(bench.text).toBe(text);
    expect(bench.credentialIds).toEqual([]);
    expect(changesOf(bench)).toEqual([]);
    bench.undo();
    expect(bench.text).toBe(text);
  });

  it('leaves one key for a registry, so that no reader has a choice', () => {
    const bench = new Bench(
      document({ 'https://registry.redhat.io': entry('a:b'), 'docker.io': entry('c:d') }),
    );
    bench.add([stored('registry.redhat.io', 'new', 'x'), stored('docker.io', 'hub', 'y')]);
    expect(logins(bench.text)).toEqual({
      'registry.redhat.io': 'new:x',
      'https://index.docker.io/v1/': 'hub:y',
    });
  });

  it('takes one credential for a key', () => {
    const bench = new Bench(EMPTY_PULL_SECRET);
    expect(() => bench.add([stored('quay.io', 'a', 'x'), stored('quay.io', 'b', 'y')])).toThrow(
      expect.objectContaining({ code: 'EXPORT_SAME_KEY' }),
    );
    expect(bench.text).toBe(EMPTY_PULL_SECRET);
  });

  it('begins empty, and reads like one that a tool wrote', () => {
    const bench = new Bench(EMPTY_PULL_SECRET);
    expect(bench.view(DRAFT).fault?.code).toBe('auths-missing');
    bench.add([stored('registry.redhat.io', 'u', 's')]);
    expect(bench.text).toBe(
      `{\n\t"auths": {\n\t\t"registry.redhat.io": {\n\t\t\t"auth": "${auth('u:s')}"\n\t\t}\n\t}\n}\n`,
    );
    expect(bench.view(DRAFT).fault).toBeNull();
  });

  it('leaves out what the machine-config operator refuses, and nothing else', () => {
    const text = `{"credHelpers":{"a.io":"x"},"auths":{"registry.redhat.io":{"auth":"${auth('a:b')}","identitytoken":"t","email":7},"b.io":{"email":"e","auth":"${auth('c:d')}"}},"other":1}`;
    const bench = new Bench(text);
    expect(bench.view(DRAFT)).toMatchObject({ isUntidy: true, fault: { code: 'member-refused' } });
    bench.tidy();
    expect(bench.text).toBe(
      `{"auths":{"registry.redhat.io":{"auth":"${auth('a:b')}"},"b.io":{"email":"e","auth":"${auth('c:d')}"}}}`,
    );
    expect(bench.view(DRAFT)).toMatchObject({ isUntidy: false, fault: null });
    expect(changesOf(bench)).toEqual([['registry.redhat.io', 'replace', 'a', 'a']]);
  });

  it('says of an entry that logs in as before that its other members changed', () => {
    const bench = new Bench(
      document({ 'registry.redhat.io': entry('a:b', { serveraddress: 'x' }) }),
    );
    bench.tidy();
    expect(changesOf(bench)).toEqual([['registry.redhat.io', 'tidy', 'a', 'a']]);
  });

  it('merges entry by entry, each whole and byte for byte, never parts of two', () => {
    const bench = new Bench(
      document({
        'a.io': entry('a:1', { email: 'mine@example.com' }),
        'same.io': entry('s:s'),
        'c.io': entry('c:c'),
      }),
    );
    const theirs = `{"auths": {"a.io": {  "auth" : "${auth('a:2')}" }, "same.io":{"auth":"${auth('s:s')}","email":"x"}, "new.io": {"auth":"${auth('n:n')}"}}}`;
    expect(bench.compare(theirs).map(({ key, relation }) => [key, relation])).toEqual([
      ['a.io', 'different'],
      ['same.io', 'same'],
      ['new.io', 'new'],
    ]);
    bench.merge(['a.io', 'new.io']);
    expect(bench.text).toContain(`"a.io":{  "auth" : "${auth('a:2')}" }`);
    expect(JSON.parse(bench.text).auths['a.io']).toEqual({ auth: auth('a:2') });
    expect(Object.keys(logins(bench.text))).toEqual(['a.io', 'same.io', 'c.io', 'new.io']);
    expect(() => bench.merge(['gone.io'])).toThrow(
      expect.objectContaining({ code: 'ENTRY_UNKNOWN' }),
    );
    bench.undo();
    expect(logins(bench.text)['a.io']).toBe('a:1');
  });

  it.each([
    ['too large', `{"auths":{"a":{"auth":"${'A'.repeat(1024 * 1024)}"}}}`, 'FILE_TOO_LARGE'],
    ['a long key', document({ ['a'.repeat(1025)]: entry('a:b') }), 'FILE_KEY_REFUSED'],
    [
      'many entries',
      document(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`r${at}.io`, {}]))),
      'IMPORT_LIMIT',
    ],
    ['no JSON', 'apiVersion: v1', 'PULL_SECRET_MALFORMED'],
    [
      'deep',
      `{"auths":{},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      'PULL_SECRET_MALFORMED',
    ],
    ['not a map', '{"auths":[]}', 'PULL_SECRET_MALFORMED'],
  ])('refuses %s, with nothing of it in the error', (_name, text, code) => {
    expect(() => new Bench(text)).toThrow(expect.objectContaining({ code }));
  });

  it('reads prototype names as any others', () => {
    const bench = new Bench(`{"auths":{"__proto__":{"auth":"${auth('a:b')}"},"constructor":{}}}`);
    expect(bench.view(DRAFT).entries.map(({ key }) => key)).toEqual(['__proto__', 'constructor']);
    bench.remove(['__proto__']);
    expect(bench.text).toBe('{"auths":{"constructor":{}}}');
  });

  it('is not edited where that would lose something odd', () => {
    const bench = new Bench('{"auths":{"a.io":{}},"auths":{"b.io":{}}}');
    expect(() => bench.remove(['a.io'])).toThrow(
      expect.objectContaining({ code: 'PULL_SECRET_MALFORMED' }),
    );
  });
});

const key = fc.stringMatching(/^[a-z]{1,8}\.(?:io|example\.com)(?::[1-9][0-9]{0,3})?$/);
const pair = fc.tuple(
  fc.stringMatching(/^[a-zA-Z0-9|+_-]{1,12}$/),
  fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text)),
);
const pullSecret = fc
  .tuple(
    fc.dictionary(key, pair, { minKeys: 1, maxKeys: 8, noNullPrototype: true }),
    fc.constantFrom<string | number>(0, 1, 2, '\t'),
    fc.stringMatching(/^[a-z]{1,8}@example\.com$/),
  )
  .map(([pairs, indent, email]) =>
    document(
      Object.fromEntries(
        Object.entries(pairs).map(([name, [user, secret]]) => [
          name,
          entry(`${user}:${secret}`, { email }),
        ]),
      ),
      indent,
    ),
  );
type Act = { readonly at: number; readonly what: 'add' | 'remove' | 'merge' | 'undo' };
const acts = fc.array(
  fc.record<Act>({
    at: fc.nat(20),
    what: fc.constantFrom('add' as const, 'remove' as const, 'merge' as const, 'undo' as const),
  }),
  { maxLength: 12 },
);

/** The text of each entry, as it stands. */
function texts(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(JSON.parse(text).auths as object)) {
    // Where an entry begins is unique: keys and base64 hold no quote.
    const start = text.indexOf('{', text.indexOf(`"${name}"`));
    found.set(name, text.slice(start, text.indexOf('}', start) + 1));
    expect(JSON.parse(found.get(name) ?? '')).toEqual(value);
  }
  return found;
}

describe('any edits of any pull secret', () => {
  it('leave every other entry byte for byte, say what was changed, and go back', () => {
    fc.assert(
      fc.property(pullSecret, pullSecret, acts, (text, other, done) => {
        const bench = new Bench(text);
        bench.compare(other);
        let edits = 0;
        for (const { at, what } of done) {
          const before = texts(bench.text);
          const textBefore = bench.text;
          const keys = [...before.keys()];
          const name = keys[at % Math.max(keys.length, 1)];
          const theirs = [...texts(other).keys()];
          const touched = new Set<string>();
          if (what === 'undo') {
            bench.undo();
            edits = Math.max(0, edits - 1);
            continue;
          }
          if (what === 'add') {
            const registry = name ?? 'new.io';
            bench.add([stored(registry, 'u', 's')]);
            touched.add(registry);
          } else if (what === 'remove' && name !== undefined) {
            bench.remove([name]);
            touched.add(name);
          } else if (what === 'merge') {
            const taken = theirs[at % theirs.length] ?? '';
            bench.merge([taken]);
            touched.add(taken);
            expect(texts(bench.text).get(taken)).toBe(texts(other).get(taken));
          }
          if (bench.text !== textBefore) edits += 1;
          const after = texts(bench.text);
          for (const [each, kept] of before) {
            if (!touched.has(each)) expect(after.get(each)).toBe(kept);
          }
        }
        expect(bench.view(DRAFT).undoable).toBe(edits);
        const opened = texts(text);
        const now = texts(bench.text);
        const changed = [...new Set([...opened.keys(), ...now.keys()])].filter(
          (each) => opened.get(each) !== now.get(each),
        );
        expect(bench.view(DRAFT).changes.map((change) => change.key)).toEqual(changed);
        while (edits > 0) {
          bench.undo();
          edits -= 1;
        }
        expect(bench.text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('mean the same on one line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pullSecret,
          fc.json().map((json) => JSON.stringify(JSON.parse(json), null, '\t')),
        ),
        (text) => {
          const line = oneLine(text);
          expect(line).not.toMatch(/[\r\n]/);
          expect(JSON.parse(line)).toEqual(JSON.parse(text));
          expect(oneLine(line)).toBe(line);
        },
      ),
    );
    expect(oneLine('{ "a b" : "c \\" d" ,\n"\\\\" : 1.0e5 }')).toBe(
      '{"a b":"c \\" d","\\\\":1.0e5}',
    );
  });
});
