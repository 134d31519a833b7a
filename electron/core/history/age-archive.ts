import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../authfile/file-failure.ts';
import { Failure } from '../failure.ts';
import { loadAge } from '../load-age.ts';
import { replacePrivateFile, TEMPORARY } from '../private-file.ts';
import { Secret } from '../secret.ts';
import type { Vault, VaultCallOptions } from '../vault/vault.ts';
import {
  type Archive,
  type ArchiveReader,
  HISTORY_IDENTITY,
  type HistoryLimits,
  readName,
  surplus,
} from './archive.ts';

/** Whom records are encrypted to, as `age -R` takes it too. Nothing in it is a secret. */
const RECIPIENT_FILE = 'recipient.txt';
const RECORD = '.age';

/**
 * Records as age files, one for each, in a directory of their own: what is written is never written
 * again, so a kill costs at most the record that was on its way.
 *
 * Writing takes the public recipient alone, so a change is recorded while the store is locked; only the
 * first record ever needs the store, to put the identity into it. Reading takes the identity. A record
 * opens with `age -d -i identity` as well.
 * @see https://age-encryption.org/v1
 */
export function createAgeArchive(options: {
  readonly directory: string;
  readonly vault: () => Vault;
  readonly limits: HistoryLimits;
}): Archive {
  return new AgeArchive(options.directory, options.vault, options.limits);
}

class AgeArchive implements Archive {
  /** The recipient that the store's identity was seen to belong to, in this run of the app. */
  #recipient: { readonly vault: Vault; readonly text: string } | null = null;

  constructor(
    private readonly directory: string,
    private readonly vault: () => Vault,
    private readonly limits: HistoryLimits,
  ) {}

  async names(): Promise<string[]> {
    return (await this.#files())
      .filter((file) => file.endsWith(RECORD))
      .map((file) => file.slice(0, -RECORD.length))
      .filter((name) => readName(name) !== null)
      .sort();
  }

  async add(name: string, text: string): Promise<void> {
    const [{ Encrypter }, recipient] = await Promise.all([loadAge(), this.#recipientToUse()]);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    await this.#write(name + RECORD, await encrypter.encrypt(text));
  }

  async open(call: VaultCallOptions = {}): Promise<ArchiveReader> {
    const [identity, { Decrypter }] = await Promise.all([
      this.vault().get(HISTORY_IDENTITY, call),
      loadAge(),
    ]);
    const decrypter = new Decrypter();
    if (identity !== null) decrypter.addIdentity(identity.reveal());
    return async (name) => {
      const path = join(this.directory, name + RECORD);
      const bytes = await readFile(path).catch((error: unknown) => {
        if (isMissing(error)) throw new Failure('HISTORY_UNKNOWN');
        throw fileFailure(error, path);
      });
      try {
        return await decrypter.decrypt(bytes, 'text');
      } catch (cause) {
        throw new Failure('HISTORY_UNKNOWN', { path, reason: 'not-decrypted' }, { cause });
      }
    };
  }

  async tidy(): Promise<void> {
    const gone = surplus(await this.names(), this.limits, Date.now()).map((name) => name + RECORD);
    const leftovers = (await this.#files()).filter((file) => file.endsWith(TEMPORARY));
    for (const file of [...gone, ...leftovers]) {
      await rm(join(this.directory, file), { force: true });
    }
  }

  /**
   * The recipient of the identity in the store. While the store does not answer, the one that it had
   * last is good enough: the identity is still in there.
   */
  async #recipientToUse(): Promise<string> {
    const vault = this.vault();
    if (this.#recipient?.vault === vault) return this.#recipient.text;
    const path = join(this.directory, RECIPIENT_FILE);
    const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
    let text: string;
    try {
      text = await recipientIn(vault);
    } catch (error) {
      if (kept === '') throw error;
      return kept;
    }
    if (text !== kept) await this.#write(RECIPIENT_FILE, `${text}\n`);
    this.#recipient = { vault, text };
    return text;
  }

  async #files(): Promise<string[]> {
    try {
      return await readdir(this.directory);
    } catch (error) {
      if (isMissing(error)) return [];
      throw fileFailure(error, this.directory);
    }
  }

  #write(file: string, content: Uint8Array | string): Promise<void> {
    return replacePrivateFile(join(this.directory, file), content);
  }
}

/** The recipient of the identity that the store holds; a store that holds none is given one. @throws the store's codes */
async function recipientIn(vault: Vault): Promise<string> {
  const { generateX25519Identity, identityToRecipient } = await loadAge();
  const known = await vault.get(HISTORY_IDENTITY);
  if (known !== null) return identityToRecipient(known.reveal());
  const identity = await generateX25519Identity();
  await vault.set(HISTORY_IDENTITY, new Secret(identity));
  return identityToRecipient(identity);
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
