import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Challenge, parseChallenges } from '../../../electron/core/registry/challenge.ts';

const plain = (challenges: readonly Challenge[]) =>
  challenges.map(({ scheme, token68, params }) => [
    scheme,
    ...(token68 === null ? [] : [token68]),
    Object.fromEntries(params),
  ]);

describe('challenges by the grammar of RFC 9110', () => {
  test.each<[string, string[], unknown[]]>([
    [
      'what registry.redhat.io sends',
      ['Bearer realm="https://registry.redhat.io/auth",service="docker-registry"'],
      [['bearer', { realm: 'https://registry.redhat.io/auth', service: 'docker-registry' }]],
    ],
    [
      'any order and case',
      ['BEARER Service="s", REALM="r"'],
      [['bearer', { service: 's', realm: 'r' }]],
    ],
    [
      'spaces around =',
      ['Basic realm = "a" ,\tcharset  =UTF-8'],
      [['basic', { realm: 'a', charset: 'UTF-8' }]],
    ],
    [
      'commas and equals signs in quotes',
      ['Basic realm="a, b=c, Bearer d"'],
      [['basic', { realm: 'a, b=c, Bearer d' }]],
    ],
    ['escapes', ['Basic realm="a \\"b\\" \\\\ \\c"'], [['basic', { realm: 'a "b" \\ c' }]]],
    [
      'several in one header',
      ['Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"'],
      [
        ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
        ['basic', { realm: 'simple' }],
      ],
    ],
    [
      'several headers',
      ['Negotiate', 'Basic realm="a"'],
      [
        ['negotiate', {}],
        ['basic', { realm: 'a' }],
      ],
    ],
    [
      'schemes without parameters',
      ['Negotiate, NTLM, Bearer realm="r"'],
      [
        ['negotiate', {}],
        ['ntlm', {}],
        ['bearer', { realm: 'r' }],
      ],
    ],
    [
      'token68',
      ['Negotiate YWJj/+-._~==, Basic realm="a"'],
      [
        ['negotiate', 'YWJj/+-._~==', {}],
        ['basic', { realm: 'a' }],
      ],
    ],
    [
      'empty elements of the list',
      [', ,Basic realm="a",, ,charset="b", '],
      [['basic', { realm: 'a', charset: 'b' }]],
    ],
    ['an empty value', ['Basic realm=""'], [['basic', { realm: '' }]]],
    [
      'the first of a repeated parameter',
      ['Basic realm="a", realm="b"'],
      [['basic', { realm: 'a' }]],
    ],
    [
      'a URL that is not quoted',
      ['Bearer realm=https://a/b?c=d,service=s'],
      [['bearer', { realm: 'https://a/b?c=d', service: 's' }]],
    ],
    [
      'a parameter before any scheme',
      ['realm="a", Basic charset=b'],
      [['basic', { charset: 'b' }]],
    ],
    [
      'a quote without its end',
      ['Basic realm="a, Bearer realm="'],
      [['basic', { realm: 'a, Bearer realm=' }]],
    ],
    [
      'a quote without any end',
      ['Basic charset=b, realm="a, Bearer x'],
      [['basic', { charset: 'b' }]],
    ],
    ['rubbish, up to the next comma', ['(){}, @x y, Basic realm="a"'], [['basic', { realm: 'a' }]]],
    ['nothing', ['', ' , '], []],
  ])('%s', (_, headers, expected) => {
    expect(plain(parseChallenges(headers))).toEqual(expected);
  });

  const token = fc.string({
    unit: fc.constantFrom(..."abcXYZ019!#$%&'*+-.^_`|~"),
    minLength: 1,
    maxLength: 8,
  });
  const text = fc.string({ unit: fc.constantFrom(...'ab ,="\\;:/?Bearer') });
  const space = fc.constantFrom('', ' ', '\t ');
  const quote = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
  const parameter = fc.record({ name: token, value: text, before: space, after: space });
  const challenge = fc.record({
    scheme: token,
    params: fc.uniqueArray(parameter, {
      selector: ({ name }) => name.toLowerCase(),
      minLength: 1,
      maxLength: 4,
    }),
  });

  test('whatever is written by the grammar is read back the same, from one header or several', () => {
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 4 }), fc.boolean(), (challenges, joined) => {
        const written = challenges.map(({ scheme, params }) => {
          const list = params.map(
            (each) => `${each.name}${each.before}=${each.after}${quote(each.value)}`,
          );
          return `${scheme} ${list.join(' , ')}`;
        });
        const expected = challenges.map(({ scheme, params }) => [
          scheme.toLowerCase(),
          Object.fromEntries(params.map(({ name, value }) => [name.toLowerCase(), value])),
        ]);
        expect(plain(parseChallenges(joined ? [written.join(', ')] : written))).toEqual(expected);
      }),
    );
  });

  test('anything at all is read without an error, names in lower case', () => {
    const rubbish = fc.string({ unit: fc.constantFrom(...'Ba ,="\\\t()é') });
    fc.assert(
      fc.property(fc.array(fc.oneof(rubbish, fc.string())), (headers) => {
        for (const { scheme, params } of parseChallenges(headers)) {
          expect(scheme).toBe(scheme.toLowerCase());
          for (const name of params.keys()) expect(name).toBe(name.toLowerCase());
        }
      }),
    );
  });

  test('a header of the greatest size is read in one pass', () => {
    const header = `Basic realm="${'\\"'.repeat(8_000)}`;
    expect(parseChallenges([header])).toHaveLength(1);
  });
});
