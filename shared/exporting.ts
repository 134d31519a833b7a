import { z } from 'zod';
import { credentialId } from './credential.ts';
import { SHELLS } from './shell-quoting.ts';

/** The tabs, as an administrator looks for them. Each has its words (`export.tab.<tab>`). */
export const EXPORT_TABS = [
  'openshift',
  'kubernetes',
  'podman',
  'docker',
  'pull-secret',
  'nodes',
  'automation',
  'share',
] as const;
export const exportTab = z.enum(EXPORT_TABS);
export type ExportTab = z.infer<typeof exportTab>;

/** What a form asks for beside the credentials. */
export type ExportNeed = 'name' | 'namespace' | 'email' | 'service-account' | 'shell' | 'store';

/** What comes of a form. Each has its words (`export.group.<group>`); the order is the order within a tab. */
export const EXPORT_GROUPS = ['manifest', 'command', 'use', 'file'] as const;
export type ExportGroup = (typeof EXPORT_GROUPS)[number];

interface ExportFormFacts {
  /** Where it is offered; a command is for the tab's own tool. */
  readonly tabs: readonly [ExportTab, ...ExportTab[]];
  readonly group: ExportGroup;
  readonly needs: readonly ExportNeed[];
  /** Whether it puts the credential where more than one person or machine uses it. */
  readonly isShared: boolean;
  /** What the proposed file name ends with. */
  readonly suffix: string;
}

const CLUSTER: readonly [ExportTab, ...ExportTab[]] = ['openshift', 'kubernetes'];
const OBJECT: readonly ExportNeed[] = ['name', 'namespace', 'email'];

/**
 * Every form in which credentials leave the app; each has its words (`export.form.<form>`).
 * The order is the order within a tab.
 */
export const EXPORT_FORMS = {
  /** Secret, `kubernetes.io/dockerconfigjson`. */
  'secret-yaml': {
    tabs: CLUSTER,
    group: 'manifest',
    needs: OBJECT,
    isShared: true,
    suffix: '-secret.yaml',
  },
  /** Secret, `kubernetes.io/dockercfg`: for clusters and tools that read the older type. */
  'legacy-secret-yaml': {
    tabs: CLUSTER,
    group: 'manifest',
    needs: OBJECT,
    isShared: true,
    suffix: '-dockercfg.yaml',
  },
  /** `create -f -`: the whole secret on standard input. */
  'create-from-input': {
    tabs: CLUSTER,
    group: 'command',
    needs: [...OBJECT, 'shell'],
    isShared: true,
    suffix: '-create.txt',
  },
  /** `create secret generic`, from a saved auth.json. */
  'create-from-file': {
    tabs: CLUSTER,
    group: 'command',
    needs: ['name', 'namespace', 'shell'],
    isShared: true,
    suffix: '-create.txt',
  },
  /** `create secret generic`, from a saved `.dockercfg`. */
  'create-from-legacy-file': {
    tabs: CLUSTER,
    group: 'command',
    needs: ['name', 'namespace', 'shell'],
    isShared: true,
    suffix: '-create.txt',
  },
  /** `create secret docker-registry`, with the password among the arguments. */
  'create-with-arguments': {
    tabs: CLUSTER,
    group: 'command',
    needs: [...OBJECT, 'shell'],
    isShared: true,
    suffix: '-create.txt',
  },
  /** `oc secrets link` for pods, builds and mounts. */
  link: {
    tabs: ['openshift'],
    group: 'use',
    needs: ['name', 'namespace', 'service-account', 'shell'],
    isShared: true,
    suffix: '-link.txt',
  },
  /** A service account's `imagePullSecrets`. */
  'service-account-patch': {
    tabs: CLUSTER,
    group: 'use',
    needs: ['name', 'namespace', 'service-account', 'shell'],
    isShared: true,
    suffix: '-patch.txt',
  },
  'build-config': {
    tabs: ['openshift'],
    group: 'use',
    needs: ['name', 'namespace'],
    isShared: true,
    suffix: '-build-config.yaml',
  },
  login: {
    tabs: ['podman', 'docker'],
    group: 'command',
    needs: ['shell'],
    isShared: false,
    suffix: '-login.txt',
  },
  'auth-json': {
    tabs: ['podman', 'openshift', 'kubernetes'],
    group: 'file',
    needs: ['name'],
    isShared: false,
    suffix: '-auth.json',
  },
  quadlet: { tabs: ['podman'], group: 'file', needs: ['name'], isShared: false, suffix: '.image' },
  'config-json': {
    tabs: ['docker'],
    group: 'file',
    needs: ['name'],
    isShared: false,
    suffix: '-config.json',
  },
  dockercfg: {
    tabs: ['docker', 'openshift'],
    group: 'file',
    needs: ['name', 'email'],
    isShared: false,
    suffix: '.dockercfg',
  },
  'pull-secret': {
    tabs: ['pull-secret'],
    group: 'file',
    needs: ['name', 'email'],
    isShared: true,
    suffix: '-pull-secret.txt',
  },
  /** One line, for `install-config.yaml` and for prompts. */
  'pull-secret-line': {
    tabs: ['pull-secret'],
    group: 'file',
    needs: ['name', 'email'],
    isShared: true,
    suffix: '-pull-secret.txt',
  },
  'install-config': {
    tabs: ['pull-secret'],
    group: 'file',
    needs: ['name', 'email'],
    isShared: true,
    suffix: '-install-config.yaml',
  },
  'openshift3-nodes': {
    tabs: ['nodes'],
    group: 'command',
    needs: ['name'],
    isShared: true,
    suffix: '-nodes.sh',
  },
  microshift: {
    tabs: ['nodes'],
    group: 'command',
    needs: ['name'],
    isShared: true,
    suffix: '-microshift.sh',
  },
  butane: { tabs: ['nodes'], group: 'file', needs: ['name'], isShared: true, suffix: '.bu' },
  ignition: { tabs: ['nodes'], group: 'file', needs: ['name'], isShared: true, suffix: '.ign' },
  bootc: {
    tabs: ['nodes'],
    group: 'file',
    needs: ['name'],
    isShared: true,
    suffix: '-containerfile.txt',
  },
  ansible: {
    tabs: ['automation'],
    group: 'file',
    needs: ['name'],
    isShared: true,
    suffix: '-playbook.yml',
  },
  'ansible-variables': {
    tabs: ['automation'],
    group: 'file',
    needs: ['name'],
    isShared: true,
    suffix: '-variables.yml',
  },
  'external-secret': {
    tabs: ['automation'],
    group: 'manifest',
    needs: ['name', 'namespace', 'store'],
    isShared: true,
    suffix: '-external-secret.yaml',
  },
  'sealed-secret': {
    tabs: ['automation'],
    group: 'command',
    needs: [...OBJECT, 'shell'],
    isShared: true,
    suffix: '-seal.txt',
  },
  sops: {
    tabs: ['automation'],
    group: 'command',
    needs: [...OBJECT, 'shell'],
    isShared: true,
    suffix: '-sops.txt',
  },
  /** Without secrets, to be shown to others. */
  redacted: {
    tabs: ['share'],
    group: 'file',
    needs: ['name'],
    isShared: false,
    suffix: '-redacted.json',
  },
} as const satisfies Readonly<Record<string, ExportFormFacts>>;

export type ExportFormId = keyof typeof EXPORT_FORMS;
export const EXPORT_FORM_IDS = Object.keys(EXPORT_FORMS) as [ExportFormId, ...ExportFormId[]];
export const exportFormId = z.enum(EXPORT_FORM_IDS);

/** The facts of a form, in the shape that all of them have. */
export function exportForm(form: ExportFormId): ExportFormFacts {
  return EXPORT_FORMS[form];
}

/** The forms of a tab, in the order of the table. */
export function formsOf(tab: ExportTab): ExportFormId[] {
  return EXPORT_FORM_IDS.filter((form) => exportForm(form).tabs.includes(tab));
}

/** The tools that log in by the same command, the tab's first one being the usual. */
export const LOGIN_TOOLS = { podman: ['podman', 'skopeo', 'buildah'], docker: ['docker'] } as const;
export const exportTool = z.enum(['podman', 'skopeo', 'buildah', 'docker']);
export type ExportTool = z.infer<typeof exportTool>;

export const EXPORT_CREDENTIALS_MAX = 500;
/** How long a copied secret stays on the clipboard, unless something else is copied. */
export const CLIPBOARD_CLEARS_AFTER_MS = 30_000;

/** An address as readers of `email` take it, or none. Nobody writes to it. */
export function isExportEmail(text: string): boolean {
  return text === '' || /^[^\s@\p{C}\p{Z}]+@[^\s@\p{C}\p{Z}]+$/u.test(text);
}

/** What an export is made of. Names are checked and made valid by main, which says so. */
export const exportRequest = z.strictObject({
  form: exportFormId,
  tab: exportTab,
  credentialIds: z.array(credentialId).min(1).max(EXPORT_CREDENTIALS_MAX),
  /** The name of the object or, where the form makes none, what the file is called by. */
  name: z.string().max(512),
  /** Empty: the tool's current one. */
  namespace: z.string().max(512),
  /** Empty: none, which every reader takes. */
  email: z.string().max(320).refine(isExportEmail),
  serviceAccount: z.string().max(512),
  /** The store that an ExternalSecret reads. */
  store: z.string().max(512),
  shell: z.enum(SHELLS),
  tool: exportTool,
});
export type ExportRequest = z.infer<typeof exportRequest>;

/** What the user should know of an export; each has its words (`export.note.<note>`). */
export const EXPORT_NOTES = [
  /** A name was made to fit DNS-1123; the preview has the one that is used. */
  'name-changed',
  /** Base64 is no protection. */
  'encoded-only',
  /** The arguments of a program are readable to other users of the machine while it runs. */
  'password-in-arguments',
  /** Shells keep what is typed; the command begins with a space, which most can be told to leave out. */
  'shell-history',
  /** Windows PowerShell hands on double quotes wrongly. */
  'powershell-version',
  /** The command reads a file that another form saves. */
  'reads-auth-json',
  'reads-dockercfg',
  'reads-variables',
  /** docker asks for plain HTTP in its daemon's settings, not on the command line. */
  'docker-plain-http',
  /** The file on the node is replaced as a whole; the former one is kept beside it. */
  'replaces-file',
  /** An installer for a connected cluster wants entries that are not among these. */
  'pull-secret-incomplete',
  /** Pods that run already keep what they have. */
  'new-pods-only',
  /** The image's repository has to be filled in. */
  'fill-in-repository',
  /** The text must be put into the store that is named, under this name. */
  'fill-store',
  /** Encrypts with keys that the tool finds by itself. */
  'needs-keys',
] as const;
export const exportNote = z.enum(EXPORT_NOTES);
export type ExportNote = z.infer<typeof exportNote>;

/** An export with its secrets left out; the same document, so what is shown is what is made. */
export const exportPreview = z.strictObject({
  /** What the save dialog proposes. */
  fileName: z.string().max(255),
  text: z.string().max(4 * 1024 * 1024),
  /** Whether anything was left out. */
  isRedacted: z.boolean(),
  notes: z.array(exportNote).max(EXPORT_NOTES.length),
  /** The personal Red Hat logins that would go to a shared system. */
  personal: z.array(z.string().max(512)).max(EXPORT_CREDENTIALS_MAX),
});
export type ExportPreview = z.infer<typeof exportPreview>;

/** What was exported where: what a new secret would break. No secret is in it. */
export const exportUse = z.strictObject({
  id: z.uuid(),
  credentialId,
  registry: z.string().max(1024),
  username: z.string().max(512),
  form: exportFormId,
  /** The object's name; null where the form makes none. */
  name: z.string().max(253).nullable(),
  namespace: z.string().max(253).nullable(),
  /** What the file was called where it was saved; null for the clipboard. */
  fileName: z.string().max(255).nullable(),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
});
export type ExportUse = z.infer<typeof exportUse>;
export const EXPORT_USES_MAX = 5000;

const DNS_LABEL_MAX = 63;
const DNS_SUBDOMAIN_MAX = 253;

/**
 * Makes a name that Kubernetes takes: lower case letters, digits, `-` and, where an object may have
 * them, `.`; other characters become one `-`.
 *
 * @param fallback what stands for a name of which nothing is left
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function kubernetesName(
  text: string,
  kind: 'object' | 'namespace',
  fallback: string,
): string {
  const max = kind === 'object' ? DNS_SUBDOMAIN_MAX : DNS_LABEL_MAX;
  const name = text
    .toLowerCase()
    .replaceAll(kind === 'object' ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g, '-')
    // Each part between dots is a label of its own.
    .split('.')
    .map((label) => label.replaceAll(/^-+|-+$/g, '').slice(0, DNS_LABEL_MAX))
    .filter((label) => label !== '')
    .join('.')
    .slice(0, max)
    .replaceAll(/[-.]+$/g, '');
  return name === '' ? fallback : name;
}
