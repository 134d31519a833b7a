import { createHash } from 'node:crypto';
import type {
  Finding,
  FindingCode,
  FixKind,
  FixWarning,
  ModeChange,
} from '../../../shared/doctor.ts';
import { type ErrorContext, errorContext } from '../../../shared/errors.ts';
import type { PlannedChange } from '../../../shared/target.ts';
import type { Location } from '../authfile/locations.ts';
import type { Secret } from '../secret.ts';

/** A change of one file's text, worked out from what the file said. */
export interface TextFix {
  readonly kind: 'remove-entries' | 'rename-key';
  readonly changes: readonly PlannedChange[];
  readonly warnings: readonly FixWarning[];
  /** @returns the new text; null where nothing is to be done */
  readonly patch: (bytes: Buffer) => string | null;
}

/** What is wrong with the mode of a file or directory; the numbers tell whether it is still the same one. */
export interface ModeFix {
  readonly kind: 'tighten-mode';
  readonly subject: 'file' | 'directory';
  readonly change: ModeChange;
  readonly dev: number;
  readonly ino: number;
}

export type Fix =
  | TextFix
  | ModeFix
  | {
      readonly kind: 'move-to-auth-file';
      readonly from: string;
      readonly to: string;
      readonly username: string | null;
      readonly into: Location;
    }
  | {
      readonly kind: 'move-into-helper';
      readonly key: string;
      readonly helper: string;
      /** `host[:port]` that the entry is for as a whole. */
      readonly registry: string;
      readonly username: string;
      readonly secret: Secret;
      readonly warnings: readonly FixWarning[];
    }
  | {
      readonly kind: 'drop-helper';
      readonly helper: string;
      /** Null for `credsStore`. */
      readonly hosts: readonly (string | null)[];
      readonly warnings: readonly FixWarning[];
      /** What the helper lists, where it answers: server -> user name. */
      readonly servers: ReadonlyMap<string, string> | null;
    }
  | { readonly kind: 'remove-file'; readonly dev: number; readonly ino: number }
  | { readonly kind: 'script'; readonly name: string; readonly text: string };

/** A finding, where it was made, and how it can be put right. */
export interface Diagnosis {
  readonly finding: Finding;
  readonly location: Location;
  readonly fix: Fix | null;
}

export interface Observed {
  readonly code: FindingCode;
  readonly severity: Finding['severity'];
  readonly evidence: ErrorContext;
  /** Where it is another file than the location's own. */
  readonly path?: string;
  readonly modifiedMs?: number;
  readonly fix: Fix | null;
}

/**
 * Names a finding by all that was seen, so that the same id means the same state: a fix is only made
 * where a look at the place now comes to the same id.
 */
export function diagnose(location: Location, observed: Observed): Diagnosis {
  const { code, severity, modifiedMs } = observed;
  const path = observed.path ?? location.path;
  const fix = mayBeFixed(location, observed.fix) ? observed.fix : null;
  const evidence = bounded(observed.evidence);
  const kind: FixKind | null = fix?.kind ?? null;
  const identity =
    fix?.kind === 'remove-file' || fix?.kind === 'tighten-mode' ? [fix.dev, fix.ino] : [];
  const seen = JSON.stringify([location.id, path, evidence, modifiedMs ?? null, kind, identity]);
  const hash = createHash('sha256').update(seen).digest('hex').slice(0, 32);
  return {
    location,
    fix,
    finding: {
      id: `${code}:${hash}`,
      code,
      severity,
      targetId: observed.path === undefined ? location.id : null,
      path,
      evidence,
      modifiedAt: modifiedMs === undefined ? null : new Date(modifiedMs).toISOString(),
      fix: kind,
    },
  };
}

/** What the app never writes is put right by hand, or by a script. */
function mayBeFixed({ readOnly, needsRoot }: Location, fix: Fix | null): boolean {
  if (fix === null || fix.kind === 'script') return true;
  if (needsRoot) return false;
  return !readOnly || fix.kind === 'tighten-mode' || fix.kind === 'remove-file';
}

const TEXT_MAX: Readonly<Partial<Record<keyof ErrorContext, number>>> = {
  path: 4096,
  key: 1024,
  helper: 255,
  host: 512,
  field: 512,
  reason: 512,
  username: 512,
};

/** Names from a file may be longer than what crosses. */
function bounded(evidence: ErrorContext): ErrorContext {
  const cut = Object.entries(evidence).map(([name, value]) => {
    const max = TEXT_MAX[name as keyof ErrorContext];
    return [name, typeof value === 'string' && max !== undefined ? value.slice(0, max) : value];
  });
  return errorContext.parse(Object.fromEntries(cut));
}

export function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
