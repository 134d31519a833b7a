import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isQuotable,
  quoteCommand,
  quoteLiteral,
  quoteWord,
  SHELLS,
} from '../../../shared/shell-quoting.ts';

describe('words for copying', () => {
  test.each(SHELLS)('%s leaves the words of a plain command as they are', (shell) => {
    const words = ['podman', 'pull', 'registry.redhat.io/ubi9/ubi:latest'] as const;
    expect(quoteCommand(shell, words)).toBe('podman pull registry.redhat.io/ubi9/ubi:latest');
  });

  test.each(SHELLS)('S28: %s has the pipe of a service account in quotes', (shell) => {
    expect(quoteWord(shell, '11009103|builder')).toBe("'11009103|builder'");
  });

  test.each(['\0', '\n', '\r', '\u001b[2J', '\u007f', '\u0085', '\u2028', '\u2029', '\ud800'])(
    '%j is refused by every shell',
    (character) => {
      expect(isQuotable(`a${character}b`)).toBe(false);
      for (const shell of SHELLS) {
        expect(() => quoteWord(shell, `a${character}b`)).toThrow(RangeError);
        expect(() => quoteCommand(shell, ['echo', character])).toThrow(RangeError);
      }
    },
  );

  test.each([
    ['sh', "it's", `'it'\\''s'`],
    ['fish', `it's \\`, `'it\\'s \\\\'`],
    ['powershell', "it's", "'it''s'"],
    ['powershell', 'it\u2019s', "'it\u2019\u2019s'"],
    ['powershell', '$env:PATH', "'$env:PATH'"],
    ['powershell', '1kb', "'1kb'"],
    ['powershell', '-a.b', "'-a.b'"],
    ['powershell', '--format', '--format'],
    ['powershell', '--%', "'--%'"],
    ['powershell', '', "''"],
    ['sh', '~', "'~'"],
    ['sh', '=ls', "'=ls'"],
    ['fish', '%self', "'%self'"],
  ] as const)('%s: %j', (shell, text, quoted) => {
    expect(quoteWord(shell, text)).toBe(quoted);
  });

  test('a program that needs quotes is called, not shown', () => {
    expect(quoteCommand('powershell', ['my tool', '-x'])).toBe("& 'my tool' -x");
    expect(quoteCommand('sh', ['A=b', 'c'])).toBe("'A=b' c");
  });

  // No PowerShell to ask: its rule for single quotes, the four characters it takes for one, read back.
  test('powershell: a literal ends at its last quote and nowhere before', () => {
    const quote = /['\u2018-\u201b]/;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter(isQuotable), (text) => {
        const literal = [...quoteLiteral('powershell', text)];
        let read = '';
        let at = 1;
        for (; at < literal.length; at += 1) {
          const character = literal[at] ?? '';
          if (!quote.test(character)) read += character;
          else if (quote.test(literal[at + 1] ?? '')) {
            read += character;
            at += 1;
          } else break;
        }
        expect(at).toBe(literal.length - 1);
        expect(read).toBe(text);
      }),
    );
  });
});
