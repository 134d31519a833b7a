import { z } from 'zod';
import { runId } from '../run.ts';
import { vaultStatus } from '../vault.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  'vault.status': { input: nothing, output: vaultStatus },
  /** Asks the store again, and lets it show its own unlock prompt. Ends with the state after that. */
  'vault.unlock': { input: z.strictObject({ runId }), output: vaultStatus },
  /** The user's choice of the store; nothing falls back to another one in silence. */
  'vault.choose': {
    input: z.strictObject({ backend: z.enum(['keychain', 'memory']) }),
    output: vaultStatus,
  },
} as const satisfies CallSchemas<'vault'>;
