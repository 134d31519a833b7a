import { z } from 'zod';
import { diagnosis, probeId, registryDiagnosis, subject, subjectName } from '../diagnosis.ts';
import { runId } from '../run.ts';
import type { CallSchemas } from './part.ts';

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
   * Repeats one probe of an earlier run and judges the registry anew. Rejects with RUN_UNKNOWN where nothing
   * is kept of it.
   */
  'diagnosis.rerun': {
    input: z.strictObject({
      runId,
      /** The earlier run. */
      of: runId,
      name: subjectName,
      probeId,
    }),
    output: registryDiagnosis,
  },
} as const satisfies CallSchemas<'diagnosis'>;
