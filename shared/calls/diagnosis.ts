import { z } from 'zod';
import { diagnosis, probeId, registryDiagnosis, subject, subjectName } from '../diagnosis.ts';
import { runId } from '../run.ts';
import { fingerprint, SYSTEM_TRUST, trustView } from '../trust.ts';
import type { CallSchemas } from './part.ts';

/** One registry or image of an earlier run. */
const examined = z.strictObject({ of: runId, name: subjectName });
const offered = examined.extend({ fingerprint });

export const calls = {
  /**
   * Looks for the cause, probe by probe, as a run: `probe` and `diagnosed` events tell what is known so far.
   * What came of it is kept in main until the store is locked, for `diagnosis.rerun` and the report.
   */
  'diagnosis.run': {
    input: z.strictObject({ runId, subject }),
    output: diagnosis,
  },
  /**
   * Repeats one probe of an earlier run and judges the registry anew, or repeats all of them. Rejects with
   * RUN_UNKNOWN where nothing is kept of it.
   */
  'diagnosis.rerun': {
    input: z.strictObject({
      runId,
      /** The earlier run. */
      of: runId,
      name: subjectName,
      /** Null: everything about the registry, from the start. */
      probeId: probeId.nullable(),
    }),
    output: registryDiagnosis,
  },
  /** What can be trusted of what the registry showed in an earlier run, and what is. Nothing is changed. */
  'diagnosis.certificates': { input: examined, output: trustView },
  /** Main asks for a file, and offers its certificates too; without one it answers with what it knows. */
  'diagnosis.choose-certificates': { input: examined, output: trustView },
  /**
   * Writes one of the offered certificates into the user's certs.d directory of the registry, never over
   * another file. Rejects with PLAN_STALE where it is not offered.
   */
  'diagnosis.trust': { input: offered, output: trustView },
  /** Removes what `diagnosis.trust` wrote. */
  'diagnosis.distrust': { input: offered, output: trustView },
  /** The same for the whole machine, as a script for root. Null: the user chose no place. */
  'diagnosis.trust-script': {
    input: offered.extend({ tools: z.enum(SYSTEM_TRUST) }),
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
} as const satisfies CallSchemas<'diagnosis'>;
