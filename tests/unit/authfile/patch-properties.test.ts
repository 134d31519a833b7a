import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Edit,
  effectiveEntries,
  layoutOf,
  parseAuthFile,
  patchAuthFile,
} from '../../../electron/core/authfile/codec.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { TargetFormat } from '../../../shared/target.ts';

/** A JSON text, laid out in any way that JSON allows: space anywhere, escapes anywhere. */
const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

function stringText(value: string): fc.Arbitrary<string> {
  const escaped = [...value]
    .map((char) =>
      [...Array(char.length).keys()]
        .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join(''),
    )
    .join('');
  return fc.constantFrom(JSON.stringify(value), `"${escaped}"`);
}

function objectText(members: readonly fc.Arbitrary<[string, string]>[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.tuple(...members), fc.array(space, { minLength: 6, maxLength: 6 }))
    .chain(([pairs, spaces]) => {
      const keys = fc.tuple(...pairs.map(([key]) => stringText(key)));
      return keys.map((texts) => {
        const [s0 = '', s1 = '', s2 = '', s3 = '', s4 = '', s5 = ''] = spaces;
        const body = pairs
          .map(([, value], at) => `${s1}${texts[at]}${s2}:${s3}${value}${s4}`)
          .join(',');
        return pairs.length === 0 ? `{${s0}}` : `{${body}${s5}}`;
      });
    });
}

const host = fc.oneof(
  fc.constantFrom(
    'quay.io',
    'docker.io',
    'localhost:5000',
    '[::1]:5000',
    '__proto__',
    'https://q.io/v1/',
  ),
  fc.domain(),
);
const authText = fc.oneof(
  fc
    .tuple(fc.stringMatching(/^[a-z0-9|.-]{1,12}$/), fc.string({ minLength: 1 }))
    .map(([user, pass]) => JSON.stringify(Buffer.from(`${user}:${pass}`).toString('base64'))),
  fc.constantFrom('"%%"', '"YWxpY2U="', 'null', '""'),
);
const unknownValue = fc.json({ maxDepth: 2 });
const field = fc.oneof(
  authText.map((text): [string, string] => ['auth', text]),
  fc.tuple(fc.constantFrom('zz', 'Email2', 'note', ''), unknownValue),
  fc.constantFrom<[string, string]>(
    ['email', '"e@x"'],
    ['identitytoken', '"t"'],
    ['username', '"x"'],
  ),
);
const entry = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(field, { maxLength: 4 })
      .chain((fields) => objectText(fields.map((f) => fc.constant(f)))),
  },
  { weight: 1, arbitrary: fc.constant('null') },
);
const auths = fc
  .array(fc.tuple(host, entry), { maxLength: 6 })
  .chain((entries) => objectText(entries.map((each) => fc.constant(each))));
const file = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('zz', 'x-y', 'Q'), unknownValue), { maxLength: 2 }),
    fc.option(auths, { nil: 'null' }),
    fc.array(fc.tuple(fc.constantFrom('aa', 'bb', '\u00e9'), unknownValue), { maxLength: 2 }),
    space,
    space,
  )
  .chain(([before, section, after, lead, tail]) =>
    objectText(
      [...before, ['auths', section] as [string, string], ...after].map((each) =>
        fc.constant(each),
      ),
    ).map((text) => lead + text + tail),
  );
const format = fc.constantFrom<TargetFormat>('containers-auth', 'docker-config');
const plainKey = fc.constantFrom(
  'quay.io',
  'docker.io',
  'localhost:5000',
  '[::1]:5000',
  'new.example',
);
const secret = fc.string({ minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));

/** Every entry as it is written, by its place, the keys of the edit left out. */
function others(text: string, as: TargetFormat, edited: ReadonlySet<string>): [string, string][] {
  const layout = layoutOf(Buffer.from(text), as);
  return layout.auths.flatMap((section) =>
    (section.object?.members ?? [])
      .filter(({ key }) => !edited.has(key))
      .map(({ start, valueEnd, key }): [string, string] => [key, text.slice(start, valueEnd)]),
  );
}

/** The document without its entries, as values. */
function rest(text: string): string {
  const pairs = Object.entries(JSON.parse(text) as object).filter(([key]) => key !== 'auths');
  return JSON.stringify(pairs);
}

test('F4 patching nothing changes nothing, and what is there is what JSON.parse sees', () => {
  fc.assert(
    fc.property(file, format, (text, as) => {
      expect(patchAuthFile(Buffer.from(text), as, [])).toBeNull();
      const value = JSON.parse(text) as { auths: object | null };
      const keys = new Set(Object.keys(value.auths ?? {}));
      const ours = parseAuthFile(Buffer.from(text), as).entries.map(({ key }) => key);
      expect(new Set(ours)).toEqual(keys);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test('F4 one entry set: it logs in as told, every other entry and member is as it was', () => {
  fc.assert(
    fc.property(file, format, plainKey, secret, (text, as, key, password) => {
      const edit: Edit = { key, set: { username: '1|sa', secret: new Secret(password) } };
      const after = patchAuthFile(Buffer.from(text), as, [edit]) ?? text;
      const found = parseAuthFile(Buffer.from(after), as).entries.find((each) => each.key === key);
      expect(found?.username).toBe('1|sa');
      expect(found?.secret?.reveal()).toBe(password);
      expect(found?.identityToken).toBe(false);
      expect(others(after, as, new Set([key]))).toEqual(others(text, as, new Set([key])));
      expect(rest(after)).toBe(rest(text));
      // Saying the same again changes nothing.
      expect(patchAuthFile(Buffer.from(after), as, [edit])).toBeNull();
    }),
    { numRuns: 1000 },
  );
}, 60_000);

test('F4 entries removed: gone, the rest as it was, and the file still JSON', () => {
  fc.assert(
    fc.property(file, format, fc.array(host, { maxLength: 4 }), (text, as, keys) => {
      const edits = keys.map((key): Edit => ({ key, remove: true }));
      const after = patchAuthFile(Buffer.from(text), as, edits) ?? text;
      const gone = new Set(keys);
      const left = effectiveEntries(layoutOf(Buffer.from(after), as));
      for (const key of gone) expect(left.has(key)).toBe(false);
      expect(others(after, as, gone)).toEqual(others(text, as, gone));
      expect(rest(after)).toBe(rest(text));
    }),
    { numRuns: 1000 },
  );
}, 60_000);

test('F3 a damaged file is refused or reads as JSON does, and never throws anything else', () => {
  fc.assert(
    fc.property(file, format, fc.nat(), fc.string({ maxLength: 2 }), (text, as, at, noise) => {
      const place = at % (text.length + 1);
      const damaged = text.slice(0, place) + noise + text.slice(place + 1);
      let valid = true;
      try {
        JSON.parse(damaged);
      } catch {
        valid = false;
      }
      let code: unknown = null;
      try {
        const edit: Edit = { key: 'q', set: { username: 'u', secret: new Secret('p') } };
        const after = patchAuthFile(Buffer.from(damaged), as, [edit]);
        if (after !== null) JSON.parse(after);
      } catch (error) {
        code = (error as { code?: unknown }).code;
      }
      // Types are checked too, so that valid JSON may be refused; broken JSON always is.
      expect([null, 'FILE_MALFORMED']).toContain(code);
      if (!valid) expect(code).toBe('FILE_MALFORMED');
    }),
    { numRuns: 1000 },
  );
}, 60_000);
