import { z } from 'zod';
import { redHatSettings } from '../red-hat-settings.ts';
import { runId } from '../run.ts';
import { redHatStatus } from '../service-account.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  'red-hat.status': { input: nothing, output: redHatStatus },
  /** Other settings end the sign-in: it was with the former ones. */
  'red-hat.configure': {
    input: z.strictObject({ settings: redHatSettings }),
    output: redHatStatus,
  },
  /** Opens the issuer's page in the system browser and waits for what it comes to. */
  'red-hat.sign-in': { input: z.strictObject({ runId }), output: redHatStatus },
  'red-hat.sign-out': { input: nothing, output: redHatStatus },
} as const satisfies CallSchemas<'red-hat'>;
