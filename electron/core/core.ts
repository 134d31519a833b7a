import type { CallName, EventName } from '../../shared/channels.ts';
import type { CallInput, CallOutput, EventPayload } from '../../shared/contract.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Host } from './host.ts';
import type { Log } from './log.ts';
import type { ConsentStorage } from './realm-consents.ts';
import type { IndexStorage } from './vault/index.ts';
import type { KeychainOptions } from './vault/keychain.ts';
import type { Vault } from './vault/vault.ts';

/** The calls that the product answers by itself; the others belong to the desktop around it. */
export type CoreCallName = Exclude<
  CallName,
  `app.${string}` | `settings.${string}` | `links.${string}`
>;

/** One method per call of the contract, with the contract's shapes. Each rejects with a `Failure`. */
export type CoreCalls = {
  readonly [N in CoreCallName]: (input: CallInput<N>) => Promise<CallOutput<N>>;
};

/** Sends an event to whoever shows it. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

/** What a store of secrets is given to remember itself by and to tell its state with. */
export type VaultContext = Required<Pick<KeychainOptions, 'identity' | 'onStatus'>>;

export interface CoreOptions {
  readonly host: Host;
  /** Makes a store of that kind; called at most once for each. */
  readonly openVault: (backend: Settings['vaultBackend'], context: VaultContext) => Vault;
  /** The store that the user chose last. `vault.choose` changes it; remembering it is the caller's. */
  readonly vaultBackend: Settings['vaultBackend'];
  readonly indexStorage: IndexStorage;
  readonly consentStorage: ConsentStorage;
  readonly log: Log;
  readonly emit: Emit;
}

/** The product without its window. */
export interface Core {
  readonly calls: CoreCalls;
  /** Repairs what a crash left, sweeps our temporary files and watches the targets. Calls may come before it is done. */
  start(): Promise<void>;
  /** Drops every secret that waits in memory: drafts, and what the comparison of files needs. */
  lock(): void;
  /** Cancels the runs, waits (at most `CLOSE_LIMIT_MS`) for writes that look at their file again, ends what runs. */
  close(): Promise<void>;
}
