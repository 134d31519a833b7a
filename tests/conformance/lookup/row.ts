import type { Row } from '../edge-cases.ts';
import type { Answer } from '../oracles.ts';
import { auth, type CaseFiles } from '../sandbox.ts';

/** What a row expects of podman's family: a user, nobody, or an error that ends the lookup. */
export type Expected = string | null | 'error!';

/** One edge case of reading, named by what is in the files. */
export interface LookupRow extends Row {
  readonly files: CaseFiles;
  readonly ask: string;
  readonly expected: Expected;
  /** What containers/image 5.24 and later answer, where that is another. */
  readonly expectedSince524?: Expected;
  /** Two keys that answer in no fixed order: who else may come out. */
  readonly or?: string;
  /** Added to the environment; `$HOME` is the sandbox's. */
  readonly env?: Record<string, string>;
  /** Those that hear of what the row sets; all three where it is not said. */
  readonly tools?: readonly ['podman'];
  /** A credential helper to have on the PATH. */
  readonly helper?: { readonly suffix: string; readonly body: string };
}

export const H = 'registry.example.com';

export function file(auths: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ auths, ...more });
}

export function ok(user: string): { auth: string } {
  return { auth: auth(user) };
}

export function runtime(auths: Record<string, unknown>, more?: Record<string, unknown>): CaseFiles {
  return { runtime: file(auths, more) };
}

export function hub(key: string): CaseFiles {
  return runtime({ [key]: ok('hub') });
}

export function answers(suffix: string, body: string): { suffix: string; body: string } {
  return { suffix, body };
}
export const found = answers(
  'stub',
  `echo '{"ServerURL":"${H}","Username":"helped","Secret":"s"}'`,
);
export const notFound = answers('stub', "echo 'credentials not found in native keychain'; exit 1");

export function expectedAnswer(expected: Expected): Answer['kind'] {
  return expected === 'error!' ? 'error' : expected === null ? 'nobody' : 'user';
}
