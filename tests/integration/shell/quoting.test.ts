import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isQuotable, quoteCommand, type Shell } from '../../../shared/shell-quoting.ts';
import { runOk } from '../../support/tools-process.ts';

/** Real shells that read back what was quoted for them. */
const READERS: readonly (readonly [program: string, shell: Shell, args: readonly string[]])[] = [
  ['sh', 'sh', ['-c']],
  ['bash', 'sh', ['--noprofile', '--norc', '-c']],
  ['fish', 'fish', ['--no-config', '-c']],
];

/** Texts that shells read something into, and texts of no design. */
const HOSTILE = [
  '',
  ' ',
  "'",
  "''",
  '"',
  '\\',
  '\\\\',
  "\\'",
  '$HOME',
  '$(touch /tmp/never)',
  '`id`',
  '!!',
  '#',
  '~',
  '~root',
  '*',
  '?',
  '[a-z]*',
  '{a,b}',
  '%self',
  '^',
  '-n',
  '--',
  '-',
  '=',
  '==',
  'a=b',
  '&&',
  '|',
  '11009103|name-with-pipe',
  ';',
  '<(id)',
  '>x',
  'a\u2019b',
  '镜像',
  '\u00a0',
  'registry.redhat.io/ubi9/ubi@sha256:00',
  'café',
  '😀',
];
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-quoting-'));
  await writeFile(join(directory, "it's = me"), '#!/bin/sh\nprintf "%s\\n" "$@"\n', {
    mode: 0o700,
  });
});
afterAll(() => rm(directory, { recursive: true }));

const word = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'grapheme', maxLength: 40 }).filter(isQuotable),
  fc
    .array(fc.constantFrom(...`'"\\$\`!*?~#&|;<>(){}[]%^= -@,:\u2018\u2019`), { maxLength: 12 })
    .map((characters) => characters.join('')),
);

describe.each(READERS)(
  '%s reads words as they were before they were quoted',
  (program, shell, args) => {
    test('S15: any word, alone and among others', async () => {
      const words = fc.sample(word, { numRuns: 600, seed: 20_260_701 }).concat(HOSTILE);
      const script = words
        .map((text) => quoteCommand(shell, ['printf', '%s\\0', text, 'end']))
        .join('\n');
      const read = (await runOk(program, [...args, script])).split('\0');
      expect(read).toEqual([...words.flatMap((text) => [text, 'end']), '']);
    });

    test('a program whose name needs quotes is run by that name', async () => {
      const command = quoteCommand(shell, [join(directory, "it's = me"), 'one', 'two']);
      expect(await runOk(program, [...args, command])).toBe('one\ntwo\n');
    });
  },
);
