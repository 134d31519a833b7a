import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { runId } from '../run.ts';
import { type CallSchemas, nothing } from './part.ts';

/** How long a secret that was asked for is shown. */
export const SHOWN_MS = 15_000;

/** Each uses up a `vault.confirm` of the last 30 s. */
export const calls = {
  /**
   * The one answer that holds a secret: the user asked to see it, has shown to be the user, and has said yes
   * in a window of main's own that names it. While it shows the window cannot be captured.
   */
  'secret.reveal': {
    input: z.strictObject({ runId, credentialId }),
    output: z.strictObject({ secret: z.string().max(65_536), forMs: z.number().int().min(0) }),
  },
  /** It shows no more. */
  'secret.hide': { input: nothing, output: nothing },
  /** To the clipboard, for 30 s, without a way through the page. */
  'secret.copy': { input: z.strictObject({ runId, credentialId }), output: nothing },
} as const satisfies CallSchemas<'secret'>;
