import { randomUUID } from 'node:crypto';
import { Exporting } from '../../../electron/core/exporting/exporting.ts';
import { ExportUses } from '../../../electron/core/exporting/uses.ts';
import { Runs } from '../../../electron/core/runs.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { Storage } from '../../../electron/core/storage.ts';
import { createCustody } from '../../../electron/core/vault/custody.ts';
import { CredentialIndex } from '../../../electron/core/vault/index.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import type { CredentialKind, CredentialMeta } from '../../../shared/credential.ts';
import type { ExportFormId, ExportPreview, ExportRequest } from '../../../shared/exporting.ts';
import { exportForm } from '../../../shared/exporting.ts';

export interface Login {
  readonly registry: string;
  readonly namespace?: string;
  readonly username: string;
  readonly secret: string;
  readonly kind?: CredentialKind;
  readonly plainHttp?: boolean;
}

export function memoryStorage(): Storage {
  let held: unknown;
  return { read: () => held, write: (data) => (held = structuredClone(data)) };
}

export interface Bench {
  readonly ids: readonly string[];
  readonly uses: ExportUses;
  readonly exporting: Exporting;
  /** The stores that the user had to show to be the user to, at each export. */
  readonly asked: readonly string[][];
  /** What is on the clipboard. */
  readonly copied: () => string;
  request(form: ExportFormId, options?: Partial<ExportRequest>): ExportRequest;
  preview(form: ExportFormId, options?: Partial<ExportRequest>): ExportPreview;
  /** The document with its secrets. */
  make(form: ExportFormId, options?: Partial<ExportRequest>): Promise<string>;
  save(form: ExportFormId, options?: Partial<ExportRequest>): Promise<string | null>;
}

/**
 * Logins in a store, and their export.
 * @param chosen what the user chooses in the save dialog; null: nothing
 */
export async function createBench(
  logins: readonly Login[],
  chosen: () => Promise<string | null> = async () => null,
): Promise<Bench> {
  const index = new CredentialIndex(memoryStorage());
  const vault = createMemoryVault();
  const custody = createCustody({ index, vaultOf: () => vault, backend: 'memory' });
  const ids: string[] = [];
  for (const { secret, ...login } of logins) {
    const meta: CredentialMeta = {
      id: randomUUID(),
      plainHttp: false,
      kind: 'service-account',
      label: '',
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      lastCheck: null,
      targets: [],
      ...login,
    };
    await custody.save(meta, new Secret(secret));
    ids.push(meta.id);
  }
  let copied = '';
  const asked: string[][] = [];
  const uses = new ExportUses(memoryStorage(), { warn: () => {} });
  const runs = new Runs(() => {});
  const exporting = new Exporting({
    index,
    custody,
    presence: { use: async (stores) => void asked.push([...stores]) },
    keeping: { read: (_run, id) => custody.read(id) },
    desktop: {
      saveAs: async (_name, write) => {
        const path = await chosen();
        if (path !== null) await write(path);
        return path;
      },
      copySecret: async (text) => {
        copied = text;
      },
    },
    uses,
  });
  const request = (form: ExportFormId, options: Partial<ExportRequest> = {}): ExportRequest => ({
    form,
    tab: exportForm(form).tabs[0],
    credentialIds: ids,
    name: 'registry-pull-secret',
    namespace: '',
    email: '',
    serviceAccount: 'default',
    store: 'vault',
    shell: 'sh',
    tool: 'podman',
    ...options,
  });
  return {
    ids,
    uses,
    asked,
    exporting,
    copied: () => copied,
    request,
    preview: (form, options) => exporting.preview(request(form, options)),
    make: async (form, options) => {
      const order = { ...request(form, options), acceptsPersonal: false };
      await runs.during(randomUUID(), (run) => exporting.copy(run, order));
      return copied;
    },
    save: (form, options) =>
      runs.during(randomUUID(), (run) =>
        exporting.save(run, { ...request(form, options), acceptsPersonal: false }),
      ),
  };
}

/** What `auth` decodes to. */
export function loginOf(entry: { readonly auth: string }): string {
  return Buffer.from(entry.auth, 'base64').toString('utf8');
}

/** Secrets and users in which shells, YAML and JSON read something. */
export const HOSTILE_LOGINS: readonly Login[] = [
  ['1234567|builder', `it's "quoted" $HOME $(id) \`id\` \\ ! # % & ; < > * ?`],
  ['-u', '-p'],
  ["o'brien", "'"],
  ['org+robot', '$'],
  ['用户', 'пароль-密码-😀'],
  ['with space', '  spaces  '],
  ['%s%n', '%s%d%%\\n\\x41'],
  ['{{user}}', '{{ password }}'],
  ['quotes\u2019', '\u2018typographic\u2019'],
  ['long', 'x'.repeat(4096)],
].map(([username = '', secret = ''], at) => ({ registry: `r${at}.example.com`, username, secret }));
