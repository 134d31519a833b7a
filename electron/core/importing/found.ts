import type { ErrorContext } from '../../../shared/errors.ts';
import type { ImportProblem, ImportShell, ImportSource } from '../../../shared/importing.ts';

/** A credential as a text says it, with its secret: only between the reader's thread and main. */
export interface Found {
  readonly key: string | null;
  /** `host` or `host[:port]` as the source's own rules read it off the key; null where it names none. */
  readonly registry: string | null;
  /** The only namespace of the registry that it is for; null for all of it. */
  readonly namespace: string | null;
  readonly username: string | null;
  readonly secret: string | null;
  readonly holder: string | null;
  readonly shell: ImportShell | null;
  readonly problem: ImportProblem | null;
}

/** What a text holds. `faults` are documents that could not be read, each with where and why. */
export interface Findings {
  readonly source: ImportSource;
  readonly found: readonly Found[];
  readonly faults: readonly ErrorContext[];
}

export function found(about: Partial<Found>): Found {
  return {
    key: null,
    registry: null,
    namespace: null,
    username: null,
    secret: null,
    holder: null,
    shell: null,
    problem: null,
    ...about,
  };
}

/** The way to a member, with only such names of entries as are surely hosts: others might be secrets. */
export function withoutNames(field: string): string {
  return field.replaceAll(/"(?:[^"\\]|\\.)*"/g, (name) =>
    /^"[a-z0-9-]{1,30}(?:\.[a-z0-9-]{1,30}){1,5}(?::\d{1,5})?"$/.test(name) ||
    name.startsWith('".docker')
      ? name
      : '"…"',
  );
}
