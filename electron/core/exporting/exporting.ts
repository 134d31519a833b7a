import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import {
  type ExportNeed,
  type ExportNote,
  type ExportPreview,
  type ExportRequest,
  type ExportTool,
  exportForm,
  kubernetesName,
  LOGIN_TOOLS,
} from '../../../shared/exporting.ts';
import type { DesktopSide } from '../desktop-side.ts';
import { Failure } from '../failure.ts';
import type { Keeping } from '../keeping.ts';
import type { Run } from '../runs.ts';
import type { Secret } from '../secret.ts';
import type { Custody } from '../vault/custody.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { type Presence, storesOf } from '../vault/presence.ts';
import { type SecretDocument, Sheet } from './document.ts';
import type { ExportEntry, ExportInput } from './form.ts';
import { RENDERERS } from './renderers.ts';
import { chosenPlace, saveExport } from './save-export.ts';
import type { ExportUses } from './uses.ts';

/** A file's name has 255 bytes at the most; every suffix is shorter than the rest. */
const FILES_MAX = 200;

export interface ExportingDeps {
  readonly index: Pick<CredentialIndex, 'find' | 'backendOf'>;
  readonly custody: Pick<Custody, 'chosen'>;
  readonly presence: Pick<Presence, 'use'>;
  readonly keeping: Pick<Keeping, 'read'>;
  readonly desktop: Pick<DesktopSide, 'saveAs' | 'copySecret'>;
  readonly uses: ExportUses;
}

/** What the user ordered after looking at the preview. */
export interface ExportOrder extends ExportRequest {
  readonly acceptsPersonal: boolean;
}

/** Credentials in the forms in which they leave the app. */
export class Exporting {
  constructor(private readonly deps: ExportingDeps) {}

  /** @throws CREDENTIAL_UNKNOWN, EXPORT_SAME_KEY, EXPORT_KEY_REFUSED, INDEX_UNREADABLE */
  preview(request: ExportRequest): ExportPreview {
    const metas = this.#metas(request);
    const { document, input, notes } = render(request, entriesOf(metas, new Map()));
    return {
      fileName: fileNameOf(request, input),
      text: document.redacted(),
      isRedacted: document.hasSecrets,
      notes,
      personal: personalOf(request, metas).map(({ username }) => username),
    };
  }

  /**
   * Uses up a confirmation, asks where, reads the secrets, writes the file.
   * @returns the path; null where the user chose none
   * @throws what `preview` does, EXPORT_PERSONAL_LOGIN, PRESENCE_NEEDED, the store's codes, SECRET_INVALID,
   * FILE_NOT_REGULAR, FILE_CONTENDED, FILE_*, CANCELLED
   */
  async save(run: Run, order: ExportOrder): Promise<string | null> {
    const metas = await this.#agreed(order);
    const { input } = render(order, entriesOf(metas, new Map()));
    const path = await this.deps.desktop.saveAs(fileNameOf(order, input), async (chosen) => {
      const place = await chosenPlace(chosen);
      await saveExport(place, (await this.#made(run, order, metas)).reveal());
    });
    if (path !== null) this.#remember(order, metas, basename(path));
    return path;
  }

  /** @throws what `save` does, but for the files' codes */
  async copy(run: Run, order: ExportOrder): Promise<void> {
    const metas = await this.#agreed(order);
    const document = await this.#made(run, order, metas);
    await this.deps.desktop.copySecret(document.reveal());
    this.#remember(order, metas, null);
  }

  #metas({ credentialIds }: ExportRequest): CredentialMeta[] {
    return [...new Set(credentialIds)].map((id) => {
      const meta = this.deps.index.find(id);
      if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
      return meta;
    });
  }

  async #agreed(order: ExportOrder): Promise<CredentialMeta[]> {
    const metas = this.#metas(order);
    const [personal] = personalOf(order, metas);
    if (personal !== undefined && !order.acceptsPersonal) {
      const { username, registry } = personal;
      throw new Failure('EXPORT_PERSONAL_LOGIN', { username, registry });
    }
    const { document } = render(order, entriesOf(metas, new Map()));
    // Before the dialog, in which a user may take longer than a confirmation counts.
    if (document.hasSecrets) await this.deps.presence.use(storesOf(order.credentialIds, this.deps));
    return metas;
  }

  async #made(
    run: Run,
    order: ExportOrder,
    metas: readonly CredentialMeta[],
  ): Promise<SecretDocument> {
    const secrets = new Map<string, Secret>();
    const { document } = render(order, entriesOf(metas, secrets));
    if (document.hasSecrets) {
      for (const { id } of metas) {
        run.signal.throwIfAborted();
        secrets.set(id, await this.deps.keeping.read(run, id));
      }
    }
    return document;
  }

  #remember(order: ExportOrder, metas: readonly CredentialMeta[], fileName: string | null): void {
    const { document, input } = render(order, entriesOf(metas, new Map()));
    if (!document.hasSecrets) return;
    const { needs } = exportForm(order.form);
    const at = new Date().toISOString();
    this.deps.uses.add(
      metas.map((meta) => ({
        id: randomUUID(),
        credentialId: meta.id,
        registry: scopeOf(meta),
        username: meta.username,
        form: order.form,
        name: needs.includes('name') ? input.name : null,
        namespace: needs.includes('namespace') ? input.namespace : null,
        fileName,
        at,
      })),
    );
  }
}

function entriesOf(
  metas: readonly CredentialMeta[],
  secrets: ReadonlyMap<string, Secret>,
): ExportEntry[] {
  return metas.map((meta) => ({
    meta,
    reveal: () => {
      const secret = secrets.get(meta.id);
      if (secret === undefined) throw new Failure('INTERNAL');
      return secret.reveal();
    },
  }));
}

function render(
  request: ExportRequest,
  [first, ...others]: readonly ExportEntry[],
): {
  readonly document: SecretDocument;
  readonly input: ExportInput;
  readonly notes: ExportNote[];
} {
  // The contract takes no empty selection.
  if (first === undefined) throw new Failure('CREDENTIAL_UNKNOWN');
  const { input, isChanged } = inputOf(request, [first, ...others]);
  const sheet = new Sheet();
  const { text, notes = [] } = RENDERERS[request.form](input, sheet);
  return {
    document: sheet.document(text),
    input,
    notes: [...(isChanged ? (['name-changed'] as const) : []), ...notes],
  };
}

/** The request with names that Kubernetes takes. */
function inputOf(
  request: ExportRequest,
  entries: ExportInput['entries'],
): { readonly input: ExportInput; readonly isChanged: boolean } {
  const { needs } = exportForm(request.form);
  let isChanged = false;
  const named = (
    need: ExportNeed,
    typed: string,
    kind: 'object' | 'namespace',
    fallback: string,
  ): string => {
    const name = kubernetesName(typed, kind, fallback);
    if (needs.includes(need) && typed !== '' && name !== typed) isChanged = true;
    return name;
  };
  const { tab } = request;
  const tools: readonly ExportTool[] = tab === 'docker' ? LOGIN_TOOLS.docker : LOGIN_TOOLS.podman;
  const namespace = named('namespace', request.namespace, 'namespace', '');
  const name = named('name', request.name, 'object', 'registry-pull-secret');
  const input: ExportInput = {
    entries,
    name,
    files: filesOf(name),
    namespace: namespace === '' ? null : namespace,
    email: request.email === '' ? null : request.email,
    serviceAccount: named('service-account', request.serviceAccount, 'object', 'default'),
    store: named('store', request.store, 'object', 'secret-store'),
    shell: request.shell,
    tool: tools.find((tool) => tool === request.tool) ?? tools[0] ?? 'podman',
    cli: tab === 'kubernetes' ? 'kubectl' : 'oc',
  };
  return { input, isChanged };
}

function personalOf(
  { form }: ExportRequest,
  metas: readonly CredentialMeta[],
): readonly CredentialMeta[] {
  return exportForm(form).isShared ? metas.filter(({ kind }) => kind === 'red-hat-login') : [];
}

/** As the portal calls them: the secret `x-pull-secret` is in `x-secret.yaml`. */
function filesOf(name: string): string {
  return name.replace(/(?<=.)-pull-secret$/, '').slice(0, FILES_MAX);
}

function fileNameOf({ form }: ExportRequest, { files }: ExportInput): string {
  return `${files}${exportForm(form).suffix}`;
}
