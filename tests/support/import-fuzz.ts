import { Failure } from '../../electron/core/failure.ts';
import { findCredentials } from '../../electron/core/importing/find.ts';
import { makeCanary, scan } from './canary.ts';
import { importTexts } from './import-texts.ts';

/** Marsaglia's xorshift: the same seed gives the same texts. */
function random(seed: number): (below: number) => number {
  let state = seed || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** What hostile and broken texts are made of. */
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '\\',
  '\n',
  '\t',
  '\0',
  '---\n',
  '- ',
  '&a ',
  '*a',
  '<<: ',
  '__proto__',
  'constructor',
  '"__proto__":',
  '\u2028',
  '\ufeff',
  '\ud800',
  '$(',
  '`',
  '${',
  '%',
  '^',
  '|',
  '=',
  '!!binary ',
  '? ',
  '> ',
  '1e999',
  'null',
  '/*',
  '//',
  '{"auths":',
  'data:\n  ',
  '<<<',
];

export interface FuzzReport {
  readonly runs: number;
  readonly found: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** What must not be: each with the seed that makes it again. */
  readonly defects: readonly string[];
}

/** Reads mutated texts of every shape; nothing but a `Failure` may come out, and no secret in one. */
export function fuzzImport(runs: number, seed: number): FuzzReport {
  const defects: string[] = [];
  let found = 0;
  let refused = 0;
  let slowestMs = 0;
  const canary = makeCanary();
  const texts = importTexts(canary);
  for (let run = 0; run < runs; run += 1) {
    const next = random(seed + run * 7919);
    const bytes = mutate(Buffer.from(texts[next(texts.length)] ?? ''), next);
    const started = performance.now();
    try {
      findCredentials(bytes);
      found += 1;
    } catch (error) {
      refused += 1;
      if (error instanceof Failure && error.code.startsWith('IMPORT_')) {
        const told = JSON.stringify([error.message, error.context]);
        if (scan(canary, [{ place: 'error', content: told }]).length > 0) {
          defects.push(`seed ${seed}, run ${run}: a secret in ${error.code}`);
        }
      } else if (!(error instanceof RangeError)) {
        // The reader's thread takes a stack that ran out for a text that is too deep.
        defects.push(`seed ${seed}, run ${run}: ${error instanceof Error ? error.name : 'thrown'}`);
      }
    }
    slowestMs = Math.max(slowestMs, performance.now() - started);
    if (Object.keys(Object.prototype).length > 0)
      defects.push(`seed ${seed}, run ${run}: pollution`);
  }
  return { runs, found, refused, slowestMs, defects };
}

function mutate(bytes: Buffer, next: (below: number) => number): Buffer {
  let text = bytes;
  for (let left = 1 + next(4); left > 0; left -= 1) {
    const at = next(text.length + 1);
    const end = Math.min(text.length, at + next(24));
    const [before, middle, after] = [
      text.subarray(0, at),
      text.subarray(at, end),
      text.subarray(end),
    ];
    const piece = Buffer.from(PIECES[next(PIECES.length)] ?? '');
    switch (next(6)) {
      case 0:
        text = Buffer.concat([before, after]);
        break;
      case 1:
        text = Buffer.concat([before, piece, middle, after]);
        break;
      case 2:
        text = Buffer.concat([before, piece, after]);
        break;
      case 3:
        text = Buffer.concat([before, middle, middle, middle, after]);
        break;
      case 4:
        text = Buffer.concat([before, Buffer.from([next(256)]), after]);
        break;
      default:
        text = Buffer.concat([
          before,
          Buffer.from(piece.toString().repeat(1 + next(60))),
          middle,
          after,
        ]);
    }
  }
  return text;
}
