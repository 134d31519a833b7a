import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dropHelper,
  entryText,
  removeShadowedEntries,
  renameEntry,
} from '../../../electron/core/authfile/repairs.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const auth = (pair: string) => Buffer.from(pair).toString('base64');

describe('F4 a helper goes out of the text, and nothing else does', () => {
  const cases: [string, string, string][] = [
    [
      'the store, at the start',
      '{\n\t"credsStore": "desktop",\n\t"auths": {},\n\t"x": 1e400\n}\n',
      '{\n\t"auths": {},\n\t"x": 1e400\n}\n',
    ],
    ['the store, alone', '{"credsStore":"desktop"}', '{}'],
    ['in another case', '{"CREDSSTORE": "desktop", "b": 2}', '{"b": 2}'],
    [
      'one host of several',
      '{"credHelpers": {"a.io": "desktop", "b.io": "pass"}, "auths": {}}',
      '{"credHelpers": {"b.io": "pass"}, "auths": {}}',
    ],
    [
      'every host, with the member',
      '{"auths": {}, "credHelpers": {"a.io": "desktop", "b.io": "desktop"}}',
      '{"auths": {}}',
    ],
    [
      'store and hosts',
      '{"credsStore":"desktop","credHelpers":{"a.io":"","b.io":"desktop"},"z":0}',
      '{"credHelpers":{"a.io":""},"z":0}',
    ],
    ['twice', '{"credsStore":"desktop","credsStore":"desktop","a":1}', '{"a":1}'],
    ['an escaped name', '{"creds\\u0053tore":"deskto\\u0070","a":1}', '{"a":1}'],
  ];
  test.each(cases)('%s', (_name, before, after) => {
    expect(dropHelper(bytes(before), 'docker-config', 'desktop')).toBe(after);
  });

  test('a file that does not name it stays', () => {
    const text = '{"credsStore":"pass","credHelpers":{"a.io":"pass"}}';
    expect(dropHelper(bytes(text), 'docker-config', 'desktop')).toBeNull();
    expect(dropHelper(bytes('null'), 'docker-config', 'desktop')).toBeNull();
  });

  test('an auth.json has no credsStore: such a member is another tool’s', () => {
    const text = '{"credsStore":"pass","credHelpers":{"a.io":"pass"}}';
    expect(dropHelper(bytes(text), 'containers-auth', 'pass')).toBe('{"credsStore":"pass"}');
  });

  test('F3 a file that does not parse is refused', () => {
    expect(() =>
      dropHelper(bytes('{"credsStore":"desktop",}'), 'docker-config', 'desktop'),
    ).toThrow(expect.objectContaining({ code: 'FILE_MALFORMED' }));
  });
});

describe('an entry moves under another key', () => {
  test('where it stands, with its members', () => {
    const before = `{"auths": {\n  "https://q.io/v1/": {"auth": "${auth('a:b')}", "email": "x@y"},\n  "r.io": {}\n}}`;
    expect(renameEntry(bytes(before), 'containers-auth', 'https://q.io/v1/', 'q.io')).toBe(
      before.replace('https://q.io/v1/', 'q.io'),
    );
  });

  test('of several of one key the one that counts moves, the others go', () => {
    const before = `{"auths":{"Q.io":{"auth":"${auth('old:x')}"},"r.io":{},"Q.io":{"auth":"${auth('a:b')}"}}}`;
    expect(renameEntry(bytes(before), 'containers-auth', 'Q.io', 'q.io')).toBe(
      `{"auths":{"r.io":{},"q.io":{"auth":"${auth('a:b')}"}}}`,
    );
  });

  test.each([
    ['a key that is taken', 'q.io', 'taken'],
    ['a key with a scheme', 'https://z.io', 'scheme'],
    ['a namespace where docker reads', 'z.io/org', 'namespace'],
  ])('not to %s', (_name, to, reason) => {
    const before = `{"auths":{"Q.io":{"auth":"${auth('a:b')}"},"q.io":{"auth":"${auth('c:d')}"}}}`;
    expect(() => renameEntry(bytes(before), 'docker-config', 'Q.io', to)).toThrow(
      expect.objectContaining({
        code: 'FILE_KEY_REFUSED',
        context: expect.objectContaining({ reason }),
      }),
    );
  });

  test('an entry that is not there moves nowhere', () => {
    expect(renameEntry(bytes('{"auths":{}}'), 'containers-auth', 'a.io', 'b.io')).toBeNull();
  });

  test('its text can be carried to another file', () => {
    const text = '{ "auth" : "eDp5",\t"email":"\\u0041" }';
    const file = bytes(`{"auths":{"q.io":{},"q.io":${text}}}`);
    expect(entryText(file, 'docker-config', 'q.io')).toBe(text);
    expect(entryText(file, 'docker-config', 'r.io')).toBeNull();
  });
});

test('of a key that occurs twice only the one that counts stays', () => {
  const before = '{"auths":{"q.io":{"auth":"YTpi"},"r.io":{},"q.io":{"auth":"Yzpk"}}}';
  const after = '{"auths":{"r.io":{},"q.io":{"auth":"Yzpk"}}}';
  expect(removeShadowedEntries(bytes(before), 'docker-config', 'q.io')).toBe(after);
  expect(removeShadowedEntries(bytes(after), 'docker-config', 'q.io')).toBeNull();
});

/** JSON of a value with space and escapes anywhere that JSON allows them. */
const whimsical = (value: unknown): fc.Arbitrary<string> => {
  const space = fc.stringMatching(/^[ \t\r\n]{0,2}$/);
  const word = (text: string) => fc.constantFrom(JSON.stringify(text), escaped(text));
  if (typeof value === 'string') return word(value);
  if (typeof value !== 'object' || value === null) return fc.constant(JSON.stringify(value));
  const members = Object.entries(value).map(([key, member]) =>
    fc
      .tuple(space, word(key), space, space, whimsical(member), space)
      .map((parts) => [...parts.slice(0, 3), ':', ...parts.slice(3)].join('')),
  );
  return fc
    .tuple(space, ...members)
    .map(([lead, ...texts]) => `{${texts.length ? '' : lead}${texts.join(',')}}`);
};

function escaped(text: string): string {
  const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

const host = fc.constantFrom('a.io', 'b.io:5000', 'c.io', 'd.io', 'e.io');
const helper = fc.constantFrom('desktop', 'pass', '');
const entry = fc.record(
  { auth: fc.constantFrom('YTpi', 'Yzpk'), email: fc.string({ unit: 'grapheme' }) },
  { requiredKeys: [] },
);
const config = fc.record(
  {
    auths: fc.dictionary(host, entry, { maxKeys: 4, noNullPrototype: true }),
    credsStore: helper,
    credHelpers: fc.dictionary(host, helper, { maxKeys: 4, noNullPrototype: true }),
    unknown: fc.oneof(fc.string(), fc.integer(), fc.constant({ credsStore: 'desktop' })),
    currentContext: fc.string(),
  },
  { requiredKeys: [] },
);
const file = config.chain((value) => whimsical(value).map((text) => ({ value, text })));

test('F4 dropping a helper leaves every other member as it is written', () => {
  fc.assert(
    fc.property(file, ({ value, text }) => {
      const after = dropHelper(bytes(text), 'docker-config', 'desktop');
      const wanted = structuredClone(value);
      if (wanted.credsStore === 'desktop') delete wanted.credsStore;
      const hosts = Object.entries(wanted.credHelpers ?? {});
      const left = hosts.filter(([, suffix]) => suffix !== 'desktop');
      if (left.length < hosts.length) {
        if (left.length === 0) delete wanted.credHelpers;
        else wanted.credHelpers = Object.fromEntries(left);
      }
      const changed = JSON.stringify(wanted) !== JSON.stringify(value);
      expect(after === null).toBe(!changed);
      if (after === null) return;
      expect(JSON.parse(after)).toEqual(wanted);
      for (const name of ['auths', 'unknown', 'currentContext'] as const) {
        if (value[name] === undefined) continue;
        const member = memberText(text, name);
        expect(memberText(after, name)).toBe(member);
      }
      // What is gone is gone from one place each: the text is the old one with pieces cut out.
      expect(isSubsequence(after, text)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('F4 renaming an entry changes its key and nothing else', () => {
  fc.assert(
    fc.property(file, host, ({ value, text }, from) => {
      const after = renameEntry(bytes(text), 'docker-config', from, 'new.io');
      if (value.auths?.[from] === undefined) {
        expect(after).toBeNull();
        return;
      }
      const auths = Object.entries(value.auths).map(([key, each]) => [
        key === from ? 'new.io' : key,
        each,
      ]);
      expect(JSON.stringify(JSON.parse(after ?? ''))).toBe(
        JSON.stringify({ ...value, auths: Object.fromEntries(auths) }),
      );
      const spelled = [JSON.stringify(from), escaped(from)].filter((key) => text.includes(key));
      expect(spelled.some((key) => isCutFrom(after ?? '', text, key))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

/** Whether `after` is `before` with one `key` spelled `"new.io"`. */
function isCutFrom(after: string, before: string, key: string): boolean {
  for (let at = before.indexOf(key); at !== -1; at = before.indexOf(key, at + 1)) {
    if (`${before.slice(0, at)}"new.io"${before.slice(at + key.length)}` === after) return true;
  }
  return false;
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const unit of part) {
    at = whole.indexOf(unit, at);
    if (at === -1) return false;
    at += unit.length;
  }
  return true;
}

/** The text of a top-level member's value, found by brackets alone. */
function memberText(text: string, name: string): string {
  let depth = 0;
  let string: string | null = null;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (unit === '"') {
      const from = at;
      do {
        at += text.charAt(at) === '\\' ? 2 : 1;
      } while (text.charAt(at) !== '"');
      string = String(JSON.parse(text.slice(from, at + 1)));
    } else if (unit === ':' && depth === 1 && string === name && start === -1) start = at + 1;
    else if (unit === '{') depth++;
    else if (unit === '}') {
      depth--;
      if (depth === 0 && start !== -1) return text.slice(start, at).trim();
    } else if (unit === ',' && depth === 1 && start !== -1) return text.slice(start, at).trim();
  }
  return '';
}
