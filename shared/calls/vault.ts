import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { EXPORT_CREDENTIALS_MAX } from '../exporting.ts';
import { runId } from '../run.ts';
import { settings } from '../settings.ts';
import { vaultStatus } from '../vault.ts';
import { type CallSchemas, nothing } from './part.ts';

/** Crosses once, renderer to main. */
const passphrase = z.string().min(1).max(1024);

/**
 * The credentials whose secrets are to be used; none for what is in no store yet, which the chosen one answers
 * for. `elsewhere`: what `vault.move` would move.
 */
const confirmed = z.union([
  z.array(credentialId).max(EXPORT_CREDENTIALS_MAX),
  z.literal('elsewhere'),
]);

export const calls = {
  'vault.status': { input: nothing, output: vaultStatus },
  /** Asks the store again, and lets it show its own unlock prompt. Ends with the state after that. */
  'vault.unlock': { input: z.strictObject({ runId }), output: vaultStatus },
  /** The keychain is another one than the secrets were put in: from now on it is the one. */
  'vault.adopt': { input: z.strictObject({ runId }), output: vaultStatus },
  /** The user's choice of the store, which main asks about; nothing falls back to another one in silence. */
  'vault.choose': {
    input: z.strictObject({ backend: settings.shape.vaultBackend }),
    output: vaultStatus,
  },
  /** Asked about by main. Makes the vault file, which this passphrase opens from now on. Choosing it is another call. */
  'vault.set-up': { input: z.strictObject({ runId, passphrase }), output: vaultStatus },
  'vault.open': { input: z.strictObject({ runId, passphrase }), output: vaultStatus },
  /** Opens it as it was before its last change, where it is damaged; what is damaged is kept beside it. */
  'vault.restore': { input: z.strictObject({ runId, passphrase }), output: vaultStatus },
  'vault.change-passphrase': {
    input: z.strictObject({ runId, from: passphrase, to: passphrase }),
    output: nothing,
  },
  /** How many credentials have their secret in another store than the chosen one. */
  'vault.elsewhere': {
    input: nothing,
    output: z.strictObject({ count: z.number().int().min(0) }),
  },
  /** Uses up a confirmation. Moves the secrets that are in another store to the chosen one; `missing` had none to move. */
  'vault.move': {
    input: z.strictObject({ runId }),
    output: z.strictObject({
      moved: z.number().int().min(0),
      missing: z.array(credentialId).max(20_000),
    }),
  },
  /** Forgets every secret in memory, and locks the store where it can be: a keychain for every program. */
  'vault.lock': { input: nothing, output: vaultStatus },
  /**
   * Has the user show to be the user, for one use of secrets within 30 s, to each store that keeps them: the
   * keychain asks its own question and the vault file takes the passphrase. Main asks when they are used: where
   * a store has no question, and before the window shows a secret. Without the passphrase that it needs it is
   * PRESENCE_NEEDED, before anything was asked.
   */
  'vault.confirm': {
    input: z.strictObject({ runId, of: confirmed, passphrase: passphrase.nullable() }),
    output: nothing,
  },
} as const satisfies CallSchemas<'vault'>;
