import type { ErrorCode } from '../../../shared/errors.ts';
import type { Row } from '../edge-cases.ts';
import { auth } from '../sandbox.ts';

/** Stands for the registry of the run wherever it is in a row. */
export const H = 'registry.example.com';

/** What the file says afterwards: the bytes it had, nothing at all, or this as JSON. */
export type After = 'as it was' | 'no file' | { readonly [member: string]: unknown };

/** A login or logout at the one registry, theirs and ours, to the same file. */
export interface WritingRow extends Row {
  readonly file: 'runtime' | 'docker';
  /** Default: no file. */
  readonly before?: string | Uint8Array;
  /** What is in the docker file, where that is another one. */
  readonly beside?: string;
  /** A shell's words that make the file what it is: `$FILE` and `$DIR`. */
  readonly prepare?: string;
  /** A credential helper to have on the PATH. */
  readonly helper?: { readonly suffix: string; readonly body: string };
  /** Default: alice with `pw`. */
  readonly login?: { readonly username: string; readonly password: string };
  readonly logout?: true;
  readonly theirs: {
    readonly ok: boolean;
    readonly after: After;
    /** In octal. */
    readonly mode?: string;
  };
  readonly ours: {
    readonly ok: true | ErrorCode;
    readonly after: After;
    readonly mode?: string;
  };
  /** Why we do something else than the tools. A row without it is one in which we agree. */
  readonly onPurpose?: string;
}

export const alice = { auth: auth('alice') };
export const bob = { auth: auth('bob') };

export function auths(entries: Readonly<Record<string, unknown>>, more: object = {}): string {
  return JSON.stringify({ auths: entries, ...more });
}

export const AGREED_LOGIN = {
  theirs: { ok: true, after: { auths: { [H]: alice } } },
  ours: { ok: true, after: { auths: { [H]: alice } } },
} as const;

/** A helper that keeps what it is given. */
export const KEEPING = {
  suffix: 'stub',
  body: `kept=$(dirname "$0")/kept
case $1 in
store) cat >"$kept" ;;
get) cat "$kept" 2>/dev/null || { echo 'credentials not found in native keychain'; exit 1; } ;;
erase) rm -f "$kept" ;;
esac`,
} as const;
