import { z } from 'zod';

/** The state of the store that holds the secrets. The words are distinct on purpose: "not found" is none of them. */
export const vaultState = z.enum([
  'ok',
  'locked',
  'prompting',
  'cancelled',
  'unavailable',
  'timed-out',
  'backend-changed',
  'unknown',
]);
export type VaultState = z.infer<typeof vaultState>;

export const vaultStatus = z.strictObject({
  backend: z.enum(['keychain', 'age-file', 'memory']),
  /** What protects it, in the platform's own word: `Secret Service (gnome-keyring)`, `Keychain`, ... */
  backendName: z.string().max(200),
  state: vaultState,
  /** What the store said, one line, scrubbed. */
  detail: z.string().max(512).nullable(),
});
export type VaultStatus = z.infer<typeof vaultStatus>;
