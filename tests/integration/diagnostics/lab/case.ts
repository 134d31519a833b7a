import type { Evidence, Subject } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import type { Lab, Outcome } from './lab.ts';

/** One cause, made for real, and how it has to be told. */
export interface CauseCase {
  readonly title: string;
  readonly cause: Cause;
  /** Probes that have to be folded under the headline. */
  readonly folded?: readonly string[];
  /** What the headline's probe has to have seen. */
  readonly evidence: readonly Evidence['code'][];
  readonly arrange: (lab: Lab) => Promise<Subject>;
}

/** What the laboratory's program prints: outcome by title. */
export type Outcomes = Readonly<Record<string, Outcome>>;
