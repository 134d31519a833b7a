import type { VaultStatus } from '../../../shared/vault.ts';
import type { Secret } from '../secret.ts';

export interface VaultCallOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Says that the caller can wait for the user: only then may the store show a prompt of its own. It is
   * called when one is about to show, with the time it may stay open. Without it a locked store is
   * `STORE_LOCKED` at once.
   */
  readonly onPrompt?: ((limitMs: number) => void) | undefined;
}

/**
 * The store that holds the secrets, by credential id. Every call may end in
 * - `CANCELLED`: the signal was aborted; a write that was under way may have happened
 * - `STORE_LOCKED`, `STORE_CANCELLED`: locked; the user dismissed the store's prompt
 * - `STORE_UNREACHABLE`, `STORE_TIMED_OUT`, `STORE_CRASHED`: it did not answer, or nothing one can believe
 * - `STORE_BACKEND_CHANGED`: it answers, but it is not the store that the secrets were put in
 */
export interface Vault {
  readonly backend: VaultStatus['backend'];

  /** Asks the store; trouble with it is the answer, not an error. Never prompts. @throws CANCELLED */
  status(options?: VaultCallOptions): Promise<VaultStatus>;

  /** Null only when the store has said, believably, that it holds nothing for this id. */
  get(id: string, options?: VaultCallOptions): Promise<Secret | null>;

  /**
   * Writes, reads back and compares.
   * @throws SECRET_INVALID for a text that a keychain cannot hold
   * @throws STORE_READBACK_MISMATCH
   */
  set(id: string, secret: Secret, options?: VaultCallOptions): Promise<void>;

  /** Many at once, each read back and compared as well; a failure may leave some of them written. */
  setAll(secrets: ReadonlyMap<string, Secret>, options?: VaultCallOptions): Promise<void>;

  /** Whether there was something to delete. */
  delete(id: string, options?: VaultCallOptions): Promise<boolean>;

  /** Lets the store show its unlock prompt if it needs one; ends with the state after that. @throws CANCELLED */
  unlock(options?: VaultCallOptions): Promise<VaultStatus>;

  /**
   * Locks what can be locked: the vault file, or the desktop's keychain for every program. What is in
   * memory alone stays: locking it would lose it. Ends with the state after that. @throws CANCELLED
   */
  lock(options?: VaultCallOptions): Promise<VaultStatus>;

  /**
   * The user says that the store that answers now is the one to use: a new keyring after a reset, another
   * desktop. Secrets of the former one are not in it, and their records stay. Ends with the state after
   * that; where the store cannot be another one it changes nothing. @throws CANCELLED
   */
  adopt(options?: VaultCallOptions): Promise<VaultStatus>;

  /** A secret will be wanted soon: gets ready in the background. Never prompts. */
  warm(): void;

  /** Ends what runs in the background. A later call starts it again. */
  close(): void;
}
