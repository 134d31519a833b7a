import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { runId } from '../run.ts';
import { targetId, targetPlace, targetView } from '../target.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  'targets.list': { input: nothing, output: z.array(targetView).max(64) },
  /** The same without what is in them: names for a list. */
  'targets.places': { input: nothing, output: z.array(targetPlace).max(64) },
  /** Main asks the user for a file and tells its format from its content. Null: the user chose none. */
  'targets.add-file': {
    input: nothing,
    output: z.strictObject({ targetId: targetId.nullable() }),
  },
  /** The file itself stays as it is. */
  'targets.forget-file': { input: z.strictObject({ targetId }), output: nothing },
  /**
   * For a place that only root can write: main saves a script to read and run, and the content that it
   * installs as a 0600 file of its own, which the script removes.
   */
  'targets.root-script': {
    input: z.strictObject({ runId, targetId, credentialIds: z.array(credentialId).min(1).max(64) }),
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
} as const satisfies CallSchemas<'targets'>;
