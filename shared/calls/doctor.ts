import { z } from 'zod';
import { finding, findingId, fixPlan, fixResult } from '../doctor.ts';
import { runId } from '../run.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /** What is wrong in any of the places, found without changing anything; helpers get 5 s each. */
  'doctor.examine': {
    input: z.strictObject({ runId }),
    output: z.strictObject({ findings: z.array(finding).max(5000) }),
  },
  /**
   * What the fix of a finding would do now. `fetch`: logins that a helper still holds are to be written
   * into the file before the helper is dropped. Rejects with PLAN_STALE where the finding is gone.
   */
  'doctor.plan': {
    input: z.strictObject({ runId, findingId, fetch: z.boolean() }),
    output: fixPlan,
  },
  /** Does what `doctor.plan` showed last for this finding. */
  'doctor.fix': {
    input: z.strictObject({ runId, findingId, fetch: z.boolean() }),
    output: fixResult,
  },
  /** Main asks where; the file has mode 0700 and no secret in it. Null: the user chose no place. */
  'doctor.save-script': {
    input: z.strictObject({ findingId }),
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
} as const satisfies CallSchemas<'doctor'>;
