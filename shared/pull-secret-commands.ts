import { isQuotable, quoteCommand, quoteWord, type Shell } from './shell-quoting.ts';

/** `line`: without a line end between, for `install-config.yaml` and prompts. */
export const PULL_SECRET_FORMS = ['file', 'line'] as const;
export type PullSecretForm = (typeof PULL_SECRET_FORMS)[number];

/** What the save dialog proposes. */
export const PULL_SECRET_FILES: Readonly<Record<PullSecretForm, string>> = {
  file: 'pull-secret.json',
  line: 'pull-secret-line.json',
};

/** Where a pull secret is put to use; each has its words (`pullSecrets.platform.<platform>`). */
export const PULL_SECRET_PLATFORMS = ['openshift', 'hosted', 'microshift', 'crc'] as const;
export type PullSecretPlatform = (typeof PULL_SECRET_PLATFORMS)[number];

/** What a command is for; each has its words (`pullSecrets.step.<step>`). */
export const PULL_SECRET_STEPS = [
  'keep',
  'apply',
  'create',
  'follow',
  'restart',
  'start',
  'node',
  'undo',
  'undo-create',
] as const;
export type PullSecretStep = (typeof PULL_SECRET_STEPS)[number];

/** What the commands are made of. What no shell can be given is left out for a placeholder. */
export interface PullSecretCommandOptions {
  readonly platform: PullSecretPlatform;
  readonly shell: Shell;
  /** The file that was saved. */
  readonly file: string;
  /** The node to try it on. */
  readonly node: string;
  /** The image to pull there. */
  readonly image: string;
}

/** One command for a person to run, or the lines that belong together. */
export interface PullSecretCommand {
  readonly step: PullSecretStep;
  readonly text: string;
}

/** Where the nodes of OpenShift 4 have it. */
const NODE_FILE = '/var/lib/kubelet/config.json';
const MICROSHIFT_FILE = '/etc/crio/openshift-pull-secret';
/** Nothing but a backup is to be read at these places, so that nothing is replaced there. */
const MICROSHIFT_BEFORE = `${MICROSHIFT_FILE}.before`;
const CLUSTER = { name: 'pull-secret', namespace: 'openshift-config' };
/** The hosted cluster's own addition to what its management cluster gives it. */
const HOSTED = { name: 'additional-pull-secret', namespace: 'kube-system' };

type SecretName = typeof CLUSTER;
type Words = [string, ...string[]];

/**
 * The commands that put a saved pull secret to use, in the order in which they are run: first a copy of
 * what is there, last the way back.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform "Updating the global cluster pull secret"
 * @see https://hypershift.pages.dev/how-to/common/global-pull-secret/
 */
export function pullSecretCommands(options: PullSecretCommandOptions): PullSecretCommand[] {
  const { shell } = options;
  const file = quotable(options.file, 'FILE');
  const image = quotable(options.image, 'IMAGE');
  const command = (...words: Words) => quoteCommand(shell, words);
  const node = command(
    'oc',
    'debug',
    `node/${quotable(options.node, 'NODE')}`,
    '--',
    'chroot',
    '/host',
    'podman',
    'pull',
    '--authfile',
    NODE_FILE,
    image,
  );
  switch (options.platform) {
    case 'openshift':
      return [
        { step: 'keep', text: keep(shell, CLUSTER) },
        { step: 'apply', text: setData(shell, CLUSTER, file) },
        { step: 'follow', text: command('oc', 'get', 'machineconfigpools') },
        { step: 'node', text: node },
        { step: 'undo', text: setData(shell, CLUSTER, beforeOf(CLUSTER)) },
      ];
    case 'hosted':
      return [
        { step: 'keep', text: keep(shell, HOSTED) },
        { step: 'create', text: createHosted(shell, file) },
        { step: 'apply', text: setData(shell, HOSTED, file) },
        {
          step: 'follow',
          text: command('oc', 'get', 'daemonset/global-pull-secret-syncer', ...within(HOSTED)),
        },
        { step: 'node', text: node },
        { step: 'undo', text: setData(shell, HOSTED, beforeOf(HOSTED)) },
        {
          step: 'undo-create',
          text: command('oc', 'delete', `secret/${HOSTED.name}`, ...within(HOSTED)),
        },
      ];
    case 'microshift':
      return [
        { step: 'keep', text: command('sudo', 'cp', '-p', MICROSHIFT_FILE, MICROSHIFT_BEFORE) },
        { step: 'apply', text: installOnHost(shell, file) },
        { step: 'restart', text: restart(shell) },
        {
          step: 'node',
          text: command('sudo', 'podman', 'pull', '--authfile', MICROSHIFT_FILE, image),
        },
        {
          step: 'undo',
          text: [installOnHost(shell, MICROSHIFT_BEFORE), restart(shell)].join('\n'),
        },
      ];
    case 'crc':
      return [
        { step: 'apply', text: command('crc', 'config', 'set', 'pull-secret-file', file) },
        { step: 'start', text: command('crc', 'start') },
        { step: 'undo', text: command('crc', 'config', 'unset', 'pull-secret-file') },
      ];
  }
}

/** A placeholder where a shell could not be given the text. */
function quotable(text: string, placeholder: string): string {
  return isQuotable(text) ? text : placeholder;
}

function within({ namespace }: SecretName): string[] {
  return ['-n', namespace];
}

function beforeOf({ name }: SecretName): string {
  return `${name}-before.json`;
}

/**
 * What the cluster has, to a file that only its owner reads.
 *
 * PowerShell's own redirection would write another encoding, and loses the double quotes of a template;
 * `oc extract` writes the bytes.
 */
function keep(shell: Shell, secret: SecretName): string {
  const before = beforeOf(secret);
  const name = `secret/${secret.name}`;
  const key = '.dockerconfigjson';
  if (shell === 'powershell') {
    return [
      quoteCommand(shell, ['oc', 'extract', name, ...within(secret), `--keys=${key}`, '--to=.']),
      quoteCommand(shell, ['Move-Item', key, before]),
    ].join('\n');
  }
  const template = `--template={{index .data "${key}" | base64decode}}`;
  const get = quoteCommand(shell, ['oc', 'get', name, ...within(secret), template]);
  return ['umask 077', `${get} > ${quoteWord(shell, before)}`].join('\n');
}

/** Replaces all of it. */
function setData(shell: Shell, secret: SecretName, file: string): string {
  const from = `--from-file=.dockerconfigjson=${file}`;
  return quoteCommand(shell, [
    'oc',
    'set',
    'data',
    `secret/${secret.name}`,
    ...within(secret),
    from,
  ]);
}

function createHosted(shell: Shell, file: string): string {
  return quoteCommand(shell, [
    'oc',
    'create',
    'secret',
    'generic',
    HOSTED.name,
    ...within(HOSTED),
    '--type=kubernetes.io/dockerconfigjson',
    `--from-file=.dockerconfigjson=${file}`,
  ]);
}

function installOnHost(shell: Shell, file: string): string {
  const owned: Words = ['sudo', 'install', '-o', 'root', '-g', 'root', '-m', '600'];
  return quoteCommand(shell, [...owned, '--', file, MICROSHIFT_FILE]);
}

function restart(shell: Shell): string {
  return quoteCommand(shell, ['sudo', 'systemctl', 'restart', 'crio', 'microshift']);
}
