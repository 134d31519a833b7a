import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CallInput } from '../../../shared/contract.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import { PULL_SECRET_BYTES_MAX } from '../../../shared/list-limits.ts';
import type { PullSecretRival, PullSecretView } from '../../../shared/pull-secret.ts';
import {
  PULL_SECRET_FILES,
  type PullSecretForm,
  pullSecretCommands,
} from '../../../shared/pull-secret-commands.ts';
import { decodeText } from '../authfile/encoding.ts';
import { JsonError } from '../authfile/json-scanner.ts';
import type { CheckingDeps } from '../checking.ts';
import { readChosenFile } from '../chosen-file.ts';
import type { DesktopSide } from '../desktop-side.ts';
import type { Drafts } from '../drafts.ts';
import { chosenPlace, saveExport } from '../exporting/save-export.ts';
import type { ExportUses } from '../exporting/uses.ts';
import { Failure } from '../failure.ts';
import type { Keeping } from '../keeping.ts';
import type { Runs } from '../runs.ts';
import type { Custody } from '../vault/custody.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { type Presence, storesOf } from '../vault/presence.ts';
import { Bench, EMPTY_PULL_SECRET, type StoredLogin } from './bench.ts';
import { checkEntries } from './check-entries.ts';
import { oneLine } from './one-line.ts';
import { unwrapPullSecret } from './unwrap.ts';

/** They wait in main for ten minutes after the last call at the most. */
export type PullSecretDrafts = Drafts<Bench>;

export interface WorkbenchDeps extends CheckingDeps {
  readonly runs: Runs;
  readonly drafts: PullSecretDrafts;
  readonly index: CredentialIndex;
  readonly custody: Pick<Custody, 'chosen'>;
  readonly presence: Pick<Presence, 'use'>;
  readonly keeping: Pick<Keeping, 'read'>;
  readonly desktop: Pick<DesktopSide, 'chooseFile' | 'saveAs' | 'copySecret' | 'copyText'>;
  readonly uses: ExportUses;
}

/** Pull secrets that are looked at, checked, edited and put out again. The page sees no secret of theirs. */
export class Workbench {
  constructor(private readonly deps: WorkbenchDeps) {}

  /** @throws PULL_SECRET_MALFORMED with the first cause, FILE_TOO_LARGE, IMPORT_LIMIT, FILE_KEY_REFUSED */
  open(text: string): PullSecretView {
    const bench = new Bench(unwrapPullSecret(text));
    return bench.view(this.deps.drafts.keep(bench));
  }

  /** @throws as `open` does */
  openBytes(bytes: Uint8Array): PullSecretView {
    return this.open(textOf(bytes));
  }

  /** Asks the user for a file. Null: none was chosen. @throws as `open` does, naming the file; FILE_* */
  async openFile(): Promise<PullSecretView | null> {
    const file = await this.#chosen();
    return file === null ? null : naming(file.path, () => this.openBytes(file.bytes));
  }

  begin(): PullSecretView {
    return this.open(EMPTY_PULL_SECRET);
  }

  /** A cancelled run answers with what was found until then. @throws DRAFT_EXPIRED */
  check({ runId, draftId, keys }: CallInput<'pull-secret.check'>): Promise<PullSecretView> {
    const bench = this.deps.drafts.renew(draftId);
    return this.deps.runs.during(runId, async (run) => {
      const found: Parameters<typeof checkEntries>[3] = (entry, check) => bench.note(entry, check);
      await checkEntries(run, bench.checkable(keys), this.deps, found);
      return bench.view(draftId);
    });
  }

  /**
   * @throws DRAFT_EXPIRED, CREDENTIAL_UNKNOWN, EXPORT_PERSONAL_LOGIN, EXPORT_SAME_KEY, the store's codes,
   * USERNAME_INVALID, SECRET_INVALID, CANCELLED
   */
  add(input: CallInput<'pull-secret.add'>): Promise<PullSecretView> {
    const { runId, draftId, credentialIds, acceptsPersonal } = input;
    const bench = this.deps.drafts.renew(draftId);
    const metas = [...new Set(credentialIds)].map((id) => this.#meta(id));
    const personal = metas.find(({ kind }) => kind === 'red-hat-login');
    if (personal !== undefined && !acceptsPersonal) {
      const { username, registry } = personal;
      throw new Failure('EXPORT_PERSONAL_LOGIN', { username, registry });
    }
    return this.deps.runs.during(runId, async (run) => {
      const logins: StoredLogin[] = [];
      for (const meta of metas) {
        run.signal.throwIfAborted();
        logins.push({ meta, secret: await this.deps.keeping.read(run, meta.id) });
      }
      bench.add(logins);
      return bench.view(draftId);
    });
  }

  /** Does something to it at once. @throws DRAFT_EXPIRED, and what `edit` throws */
  edit(draftId: string, edit: (bench: Bench) => void): PullSecretView {
    const bench = this.deps.drafts.renew(draftId);
    edit(bench);
    return bench.view(draftId);
  }

  /** @throws DRAFT_EXPIRED, and what `open` throws */
  compare(draftId: string, text: string): PullSecretRival[] {
    return this.deps.drafts.renew(draftId).compare(unwrapPullSecret(text));
  }

  /** @throws as `compare` does, naming the file; FILE_* */
  async compareFile(draftId: string): Promise<PullSecretRival[] | null> {
    this.deps.drafts.renew(draftId);
    const file = await this.#chosen();
    return file && naming(file.path, () => this.compare(draftId, textOf(file.bytes)));
  }

  /**
   * Asks where, then writes it there, 0600, in the place of nothing but what the user agreed to.
   * @throws DRAFT_EXPIRED, PULL_SECRET_FAULTY, PRESENCE_NEEDED, FILE_NOT_REGULAR, FILE_CONTENDED, FILE_*
   */
  save(input: CallInput<'pull-secret.save'>): Promise<{ path: string | null }> {
    const { runId, form } = input;
    return this.deps.runs.during(runId, async () => {
      const { bench, current, text, credentialIds } = await this.#agreed(input);
      const path = await this.deps.desktop.saveAs(PULL_SECRET_FILES[form], async (chosen) => {
        await saveExport(await chosenPlace(chosen), text);
      });
      if (path !== null) {
        bench.saved(path, current);
        this.#remember(credentialIds, form, basename(path));
      }
      return { path };
    });
  }

  /** @throws DRAFT_EXPIRED, PULL_SECRET_FAULTY, PRESENCE_NEEDED */
  copy(input: CallInput<'pull-secret.copy'>): Promise<undefined> {
    return this.deps.runs.during(input.runId, async () => {
      const { text, credentialIds } = await this.#agreed(input);
      await this.deps.desktop.copySecret(text);
      this.#remember(credentialIds, input.form, null);
      return undefined;
    });
  }

  /** @throws DRAFT_EXPIRED; ENTRY_UNKNOWN for a step that the platform has not */
  async copyCommand(input: CallInput<'pull-secret.copy-command'>): Promise<void> {
    const { draftId, step, ...options } = input;
    const bench = draftId === null ? null : this.deps.drafts.renew(draftId);
    const file = bench?.savedPath ?? PULL_SECRET_FILES.file;
    const command = pullSecretCommands({ ...options, file }).find((each) => each.step === step);
    if (command === undefined) throw new Failure('ENTRY_UNKNOWN', { key: step });
    await this.deps.desktop.copyText(command.text);
  }

  async #agreed({ draftId, form, acceptsFault }: CallInput<'pull-secret.copy'>) {
    const bench = this.deps.drafts.renew(draftId);
    const { fault, credentialIds } = bench;
    // What is confirmed is what goes out, whatever is put in meanwhile.
    const current = bench.text;
    const text = form === 'line' ? `${oneLine(current)}\n` : current;
    // One that is added to another, as in a hosted cluster, needs no entry of the installer's.
    if (fault !== null && fault.code !== 'registry-missing' && !acceptsFault) {
      const { key, line, column } = fault;
      throw new Failure('PULL_SECRET_FAULTY', { ...(key !== null && { key }), line, column });
    }
    // Before the dialog, in which a user may take longer than a confirmation counts. What was pasted is the
    // user's already.
    if (credentialIds.length > 0) await this.deps.presence.use(storesOf(credentialIds, this.deps));
    return { bench, current, text, credentialIds };
  }

  #remember(credentialIds: readonly string[], form: PullSecretForm, fileName: string | null): void {
    const at = new Date().toISOString();
    this.deps.uses.add(
      credentialIds.flatMap((id) => {
        const meta = this.deps.index.find(id);
        if (meta === null) return [];
        return {
          id: randomUUID(),
          credentialId: id,
          registry: scopeOf(meta),
          username: meta.username,
          form: form === 'line' ? 'pull-secret-line' : 'pull-secret',
          name: null,
          namespace: null,
          fileName,
          at,
        } as const;
      }),
    );
  }

  #meta(id: string): CredentialMeta {
    const meta = this.deps.index.find(id);
    if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
    return meta;
  }

  async #chosen(): Promise<{ path: string; bytes: Uint8Array } | null> {
    const path = await this.deps.desktop.chooseFile();
    return path === null
      ? null
      : { path, bytes: await readChosenFile(path, PULL_SECRET_BYTES_MAX) };
  }
}

/** What a file is refused for names the file. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, { path, ...error.context });
  }
}

/** @throws FILE_TOO_LARGE, PULL_SECRET_MALFORMED */
function textOf(bytes: Uint8Array): string {
  if (bytes.byteLength > PULL_SECRET_BYTES_MAX) throw new Failure('FILE_TOO_LARGE');
  // A mark in front means nothing here.
  const [a, b, c] = bytes;
  const marked = a === 0xef && b === 0xbb && c === 0xbf;
  try {
    return decodeText(marked ? bytes.subarray(3) : bytes);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Failure('PULL_SECRET_MALFORMED', { line: 1, column: 1, reason: error.reason });
  }
}
