import type { Evidence, Probe, ProbeKind, SkipReason } from '../../../shared/diagnosis.ts';
import type { Cause } from '../../../shared/diagnosis-causes.ts';
import type { Within } from '../registry/wire/within.ts';

/** What a probe saw, and what it makes of it. */
export type Outcome = { readonly evidence: readonly Evidence[] } & (
  | { readonly status: 'pass' }
  | { readonly status: 'warn' | 'fail'; readonly cause: Cause }
  | { readonly status: 'skipped'; readonly because: SkipReason }
);

/** A look at one thing. It may take as long as its limit says; what it builds on is in the facts. */
export interface ProbeSpec {
  readonly id: string;
  readonly kind: ProbeKind;
  readonly target: string | null;
  readonly limitMs: number;
  /** What it comes to when the limit is over before it ended. */
  readonly late: Cause;
  readonly look: (limits: Within) => Promise<Outcome>;
}

export function pass(...evidence: readonly Evidence[]): Outcome {
  return { status: 'pass', evidence };
}

export function warn(cause: Cause, ...evidence: readonly Evidence[]): Outcome {
  return { status: 'warn', cause, evidence };
}

export function fail(cause: Cause, ...evidence: readonly Evidence[]): Outcome {
  return { status: 'fail', cause, evidence };
}

export function skip(because: SkipReason, ...evidence: readonly Evidence[]): Outcome {
  return { status: 'skipped', because, evidence };
}

/** What a text may be long in an evidence. */
const MAX_TEXT = 1024;
const MAX_EVIDENCE = 200;

/** One thing that was seen; long texts are cut. */
export function saw(code: Evidence['code'], context: Evidence['context'] = {}): Evidence {
  const cut = Object.entries(context).map(([name, value]) => [
    name,
    typeof value === 'string' && value.length > MAX_TEXT
      ? `${value.slice(0, MAX_TEXT - 1)}…`
      : value,
  ]);
  return { code, context: Object.fromEntries(cut) };
}

/** The result of a probe in the contract's shape. */
export function resultOf(
  { id, kind, target, limitMs }: ProbeSpec,
  outcome: Outcome,
  durationMs: number,
): Probe {
  return {
    id,
    kind,
    target: target?.slice(0, 512) ?? null,
    status: outcome.status,
    because: outcome.status === 'skipped' ? outcome.because : null,
    durationMs: Math.round(durationMs),
    limitMs,
    evidence: outcome.evidence.slice(0, MAX_EVIDENCE),
    cause: 'cause' in outcome ? outcome.cause : null,
  };
}
