import { scopeOf } from '../../../shared/auth-scope.ts';
import type { ExportNote } from '../../../shared/exporting.ts';
import { DOCKER_HUB_KEY } from '../../../shared/registry.ts';
import { quoteCommand, quoteLiteral, type Shell } from '../../../shared/shell-quoting.ts';
import { exportKey } from './auths.ts';
import type { ExportInput, Render } from './form.ts';
import { secretManifest, toYaml } from './manifests.ts';

type Words = [string, ...string[]];

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function inNamespace({ namespace }: ExportInput): string[] {
  return namespace === null ? [] : ['--namespace', namespace];
}

/**
 * A command that is given a word on standard input, by what the shell does itself: no other program
 * sees it. The space before it keeps the line out of a history that leaves such lines out.
 */
function pipe(shell: Shell, word: string, words: Words): string {
  const command = quoteCommand(shell, words);
  return shell === 'powershell' ? `${word} | ${command}` : ` printf '%s' ${word} | ${command}`;
}

/** Windows PowerShell would hand on ASCII alone. */
const UTF8 = '$OutputEncoding = [System.Text.UTF8Encoding]::new($false)';

function piped({ shell }: ExportInput, ...commands: readonly string[]): string {
  return lines(...(shell === 'powershell' ? [UTF8] : []), ...commands);
}

/** `login --password-stdin`, one for each credential. */
export const login: Render = (input, sheet) => {
  const { shell, tool, entries } = input;
  const notes = new Set<ExportNote>(['shell-history']);
  const commands = entries.map((entry) => {
    const { meta, reveal } = entry;
    const server =
      tool === 'docker' ? dockerServer(exportKey(entry, 'docker-config')) : scopeOf(meta);
    if (meta.plainHttp && tool === 'docker') notes.add('docker-plain-http');
    const insecure = meta.plainHttp && tool !== 'docker' ? ['--tls-verify=false'] : [];
    const words: Words = [
      tool,
      'login',
      ...insecure,
      '--username',
      meta.username,
      '--password-stdin',
      server,
    ];
    return pipe(shell, sheet.shellWord(shell, '', reveal), words);
  });
  return { text: piped(input, ...commands), notes: [...notes] };
};

/** docker logs in to Docker Hub under no name but its own. */
function dockerServer(key: string): string {
  return key === DOCKER_HUB_KEY ? 'docker.io' : key;
}

/** The secret as one line of JSON, which YAML is too. */
function manifestLiteral(...[input, sheet]: Parameters<Render>): string {
  return quoteLiteral(input.shell, JSON.stringify(secretManifest(input, sheet)));
}

export const createFromInput: Render = (input, sheet) => ({
  text: piped(
    input,
    pipe(input.shell, manifestLiteral(input, sheet), [input.cli, 'create', '-f', '-']),
  ),
  notes: ['shell-history', 'encoded-only'],
});

function createGeneric(input: ExportInput, type: string, file: string): string {
  return lines(
    quoteCommand(input.shell, [
      input.cli,
      'create',
      'secret',
      'generic',
      input.name,
      `--from-file=.${type}=${file}`,
      `--type=kubernetes.io/${type}`,
      ...inNamespace(input),
    ]),
  );
}

export const createFromFile: Render = (input) => ({
  text: createGeneric(input, 'dockerconfigjson', `${input.files}-auth.json`),
  notes: ['reads-auth-json'],
});

export const createFromLegacyFile: Render = (input) => ({
  text: createGeneric(input, 'dockercfg', `${input.files}.dockercfg`),
  notes: ['reads-dockercfg'],
});

/** One secret for each credential: the command takes one server. */
export const createWithArguments: Render = (input, sheet) => {
  const { shell, entries, name, email, cli } = input;
  const commands = entries.map((entry, at) => {
    const before: Words = [
      cli,
      'create',
      'secret',
      'docker-registry',
      at === 0 ? name : `${name}-${at + 1}`,
      `--docker-server=${exportKey(entry, 'kubernetes')}`,
      `--docker-username=${entry.meta.username}`,
    ];
    const after = [...(email === null ? [] : [`--docker-email=${email}`]), ...inNamespace(input)];
    const password = sheet.shellWord(shell, '--docker-password=', entry.reveal);
    // The slot is a word that no shell quotes; its own quoting is in it.
    const space = shell === 'powershell' ? '' : ' ';
    return `${space}${quoteCommand(shell, [...before, password, ...after])}`;
  });
  const notes: ExportNote[] = ['password-in-arguments', 'shell-history'];
  if (shell === 'powershell') notes.push('powershell-version');
  return { text: lines(...commands), notes };
};

/** @see https://docs.redhat.com/en/documentation/openshift_container_platform "oc secrets link" */
export const link: Render = (input) => {
  const { shell, name, serviceAccount } = input;
  const oc = (account: string, ...options: string[]) =>
    quoteCommand(shell, [
      'oc',
      'secrets',
      'link',
      account,
      name,
      ...options,
      ...inNamespace(input),
    ]);
  return {
    text: lines(
      '# Pods of the service account pull their images with it.',
      oc(serviceAccount, '--for=pull'),
      '# Builds pull and push with it.',
      oc('builder'),
      '# Pods of the service account may mount it; only where their secrets are limited.',
      oc(serviceAccount, '--for=mount'),
    ),
    notes: ['new-pods-only'],
  };
};

/**
 * Adds to the list, or makes it where there is none: Kubernetes merges no list of pull secrets, so a
 * plain patch would replace what the service account has. YAML, because it needs no double quotes.
 */
export const serviceAccountPatch: Render = (input) => {
  const { shell, cli, serviceAccount, name } = input;
  const patch = (operations: readonly object[]) =>
    quoteCommand(shell, [
      cli,
      'patch',
      'serviceaccount',
      serviceAccount,
      '--type=json',
      '--patch',
      toYaml(operations, 'flow').trim(),
      ...inNamespace(input),
    ]);
  const path = '/imagePullSecrets';
  const add = patch([{ op: 'add', path: `${path}/-`, value: { name } }]);
  const make = patch([
    { op: 'test', path, value: null },
    { op: 'add', path, value: [{ name }] },
  ]);
  // The older PowerShell has no `||`; the second command does nothing after a first that did its work.
  return {
    text: shell === 'powershell' ? lines(add, make) : lines(`${add} || ${make}`),
    notes: ['new-pods-only'],
  };
};

/** @see https://github.com/bitnami-labs/sealed-secrets#usage */
export const sealedSecret: Render = (input, sheet) => ({
  text: piped(
    input,
    pipe(input.shell, manifestLiteral(input, sheet), [
      'kubeseal',
      '--format',
      'yaml',
      '--sealed-secret-file',
      `${input.files}-sealed.yaml`,
    ]),
  ),
  notes: ['needs-keys', 'shell-history'],
});

/** @see https://getsops.io/docs/#encrypting-only-parts-of-a-file */
export const sops: Render = (input, sheet) => ({
  text: piped(
    input,
    pipe(input.shell, manifestLiteral(input, sheet), [
      'sops',
      'encrypt',
      '--input-type',
      'json',
      '--output-type',
      'yaml',
      '--encrypted-regex',
      '^(data|stringData)$',
      '--filename-override',
      `${input.files}-secret.yaml`,
      '--output',
      `${input.files}-secret.yaml`,
    ]),
  ),
  notes: ['needs-keys', 'shell-history'],
});
