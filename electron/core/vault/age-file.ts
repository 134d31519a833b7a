import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { VaultStatus } from '../../../shared/vault.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import { Failure } from '../failure.ts';
import { loadAge } from '../load-age.ts';
import { replacePrivateFile } from '../private-file.ts';
import { Secret } from '../secret.ts';
import type { PassphraseCrypt } from './passphrase.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

/** The key, locked with the passphrase: an age file that holds an age identity. */
export const KEY_FILE = 'vault-key.age';
/** The secrets, encrypted to that identity: an age file that holds `{version, secrets: {id: secret}}`. */
export const SECRETS_FILE = 'vault.age';
/** The secrets as they were before the last change. */
export const PREVIOUS_FILE = 'vault.previous.age';

const VERSION = 1;
const stored = z.strictObject({
  version: z.literal(VERSION),
  secrets: z.record(z.string().max(128), z.string().max(65_536)),
});

interface Opened {
  readonly recipient: string;
  readonly secrets: Map<string, Secret>;
}

/** The store in a file. The passphrase opens it; nothing that is written holds it. */
export interface AgeFileVault extends Vault {
  readonly backend: 'age-file';
  /** Whether a passphrase was ever set. @throws FILE_* */
  isSetUp(): Promise<boolean>;
  /** Makes an empty store that this passphrase opens. @throws STORE_EXISTS, FILE_*, CANCELLED */
  setUp(passphrase: Secret, options?: VaultCallOptions): Promise<void>;
  /** @throws STORE_PASSPHRASE_WRONG, STORE_NOT_SET_UP, STORE_DAMAGED, STORE_NEWER, FILE_*, CANCELLED */
  open(passphrase: Secret, options?: VaultCallOptions): Promise<VaultStatus>;
  /**
   * Opens the state before the last change, where the secrets are damaged or gone; what is damaged is kept
   * under another name. Where nothing is damaged it is `open`.
   * @throws as `open` does; STORE_DAMAGED also where there is no such state
   */
  restore(passphrase: Secret, options?: VaultCallOptions): Promise<VaultStatus>;
  /** The secrets stay as they are; only the key is locked anew. @throws as `open` does */
  changePassphrase(from: Secret, to: Secret, options?: VaultCallOptions): Promise<void>;
}

/**
 * Secrets in two standard age files: a key that the passphrase locks, and the secrets encrypted to it.
 * So a passphrase is asked for once and not at every change, and changing it leaves the secrets alone.
 * Without this app: `age -d -i vault-key.age vault.age` asks for the passphrase and prints them.
 *
 * Each change keeps the file before it, and one change waits for another.
 *
 * @param options.directory absolute; made with mode 0700
 * @see https://age-encryption.org/v1
 */
export function createAgeFileVault(options: {
  readonly directory: string;
  readonly crypt: PassphraseCrypt;
  readonly onStatus: (status: VaultStatus) => void;
}): AgeFileVault {
  const { directory, crypt, onStatus } = options;
  const keyPath = join(directory, KEY_FILE);
  const secretsPath = join(directory, SECRETS_FILE);
  const previous = join(directory, PREVIOUS_FILE);
  let opened: Opened | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const status = (state: VaultStatus['state'], detail: string | null = null): VaultStatus => ({
    backend: 'age-file',
    backendName: '',
    state,
    detail,
  });
  const begin = ({ signal }: VaultCallOptions) => {
    if (signal?.aborted) throw new Failure('CANCELLED');
  };
  const use = (): Opened => opened ?? raise('STORE_LOCKED');
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };

  /** Writes the secrets as they would be, and only then are they so. */
  async function change(secrets: Map<string, Secret>): Promise<void> {
    const { recipient } = use();
    const { Encrypter } = await loadAge();
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const plain = Object.fromEntries([...secrets].map(([id, secret]) => [id, secret.reveal()]));
    const text = JSON.stringify({ version: VERSION, secrets: plain });
    await replacePrivateFile(secretsPath, await encrypter.encrypt(text), { previous });
    // Locked meanwhile: what was written is there at the next unlock.
    if (opened !== null) opened = { recipient, secrets };
  }

  async function unlockKey(passphrase: Secret, signal?: AbortSignal): Promise<string> {
    const key = (await readIfThere(keyPath)) ?? raise('STORE_NOT_SET_UP');
    return (await at(keyPath, () => crypt.decrypt(key, passphrase, signal))).trim();
  }

  async function openWith(identity: string, path = secretsPath): Promise<Opened> {
    const { Decrypter, identityToRecipient } = await loadAge();
    const recipient = await at(keyPath, () => identityToRecipient(identity));
    const bytes = await readIfThere(path);
    if (bytes === null) {
      // A kill at the very beginning leaves a key alone; a file that somebody deleted had one before it.
      if (path === secretsPath && (await readIfThere(previous)) === null) {
        return { recipient, secrets: new Map() };
      }
      throw new Failure('STORE_DAMAGED', { path });
    }
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const text = await at(path, () => decrypter.decrypt(bytes, 'text'));
    return { recipient, secrets: await at(path, () => secretsIn(text)) };
  }

  async function openPrevious(identity: string): Promise<Opened> {
    const former = await openWith(identity, previous);
    await setAside(secretsPath);
    opened = former;
    await change(former.secrets);
    return former;
  }

  return {
    backend: 'age-file',

    async status(call = {}) {
      begin(call);
      if (opened !== null) return status('ok');
      return (await readIfThere(keyPath)) === null
        ? status('unavailable', 'not set up')
        : status('locked');
    },

    async isSetUp() {
      return (await readIfThere(keyPath)) !== null;
    },

    setUp: (passphrase, call = {}) =>
      alone(async () => {
        begin(call);
        if ((await readIfThere(keyPath)) !== null)
          throw new Failure('STORE_EXISTS', { path: keyPath });
        const { generateX25519Identity, identityToRecipient } = await loadAge();
        const identity = await generateX25519Identity();
        const locked = await crypt.encrypt(`${identity}\n`, passphrase, call.signal);
        // What an earlier key opened is of no use to this one, and not ours to delete.
        await setAside(secretsPath);
        await setAside(previous);
        await replacePrivateFile(keyPath, locked);
        opened = { recipient: await identityToRecipient(identity), secrets: new Map() };
        await change(new Map());
        onStatus(status('ok'));
      }),

    open: (passphrase, call = {}) =>
      alone(async () => {
        begin(call);
        opened = await openWith(await unlockKey(passphrase, call.signal));
        const now = status('ok');
        onStatus(now);
        return now;
      }),

    restore: (passphrase, call = {}) =>
      alone(async () => {
        begin(call);
        const identity = await unlockKey(passphrase, call.signal);
        opened = await openWith(identity).catch((error: unknown) => {
          if (!(error instanceof Failure) || error.code !== 'STORE_DAMAGED') throw error;
          return openPrevious(identity);
        });
        const now = status('ok');
        onStatus(now);
        return now;
      }),

    changePassphrase: (from, to, call = {}) =>
      alone(async () => {
        begin(call);
        const identity = await unlockKey(from, call.signal);
        const locked = await crypt.encrypt(`${identity}\n`, to, call.signal);
        await replacePrivateFile(keyPath, locked);
      }),

    async lock(call = {}) {
      if (opened !== null) {
        opened = null;
        onStatus(status('locked'));
      }
      return this.status(call);
    },

    adopt(call) {
      return this.status(call);
    },

    async get(id, call = {}) {
      begin(call);
      return use().secrets.get(id) ?? null;
    },

    set: (id, secret, call = {}) =>
      alone(async () => {
        begin(call);
        await change(new Map(use().secrets).set(id, secret));
      }),

    setAll: (added, call = {}) =>
      alone(async () => {
        begin(call);
        await change(new Map([...use().secrets, ...added]));
      }),

    delete: (id, call = {}) =>
      alone(async () => {
        begin(call);
        const secrets = new Map(use().secrets);
        if (!secrets.delete(id)) return false;
        await change(secrets);
        return true;
      }),

    /** The passphrase is the user's to give: there is no prompt of the store's own. */
    async unlock(call = {}) {
      return this.status(call);
    },

    warm() {
      void loadAge();
    },

    close() {
      opened = null;
    },
  };
}

function secretsIn(text: string): Map<string, Secret> {
  const json: unknown = JSON.parse(text);
  const version = z.looseObject({ version: z.number() }).parse(json).version;
  if (version > VERSION) throw new Failure('STORE_NEWER', { path: SECRETS_FILE });
  const { secrets } = stored.parse(json);
  return new Map(Object.entries(secrets).map(([id, secret]) => [id, new Secret(secret)]));
}

/** Says of what fails without a code of its own that this file is damaged, and of which file a code speaks. */
async function at<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Failure && cause.code !== 'STORE_DAMAGED') throw cause;
    throw new Failure('STORE_DAMAGED', { path }, { cause });
  }
}

/** Keeps a file that a new one takes the place of, under a name that says when. */
async function setAside(path: string): Promise<void> {
  const time = new Date().toISOString().replaceAll(':', '');
  try {
    await rename(path, path.replace(/\.age$/, `.${time}.age`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFailure(error, path);
  }
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fileFailure(error, path);
  }
}

function raise(code: 'STORE_LOCKED' | 'STORE_NOT_SET_UP'): never {
  throw new Failure(code);
}
