import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { quoteLiteral } from '../../../shared/shell-quoting.ts';
import type { TargetId } from '../../../shared/target.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { commentText } from './shell.ts';

/** What is particular about a place that only root writes. */
interface Place {
  /** Who reads it, for the head of the script. */
  readonly readBy: string;
  /** The directory that shows that the machine is one of that kind; what is missing below it is made. */
  readonly base: string;
  readonly notes: readonly string[];
  /** Commands that let the new file count. */
  readonly commands: readonly string[];
  /** What is left to do, printed at the end. */
  readonly advice: string | null;
}

const PODMAN_OF_ROOT = 'podman, skopeo and buildah when root runs them';

/** @see https://access.redhat.com/RegistryAuthentication for the OpenShift 3 node */
const PLACES: Readonly<Partial<Record<TargetId, Place>>> = {
  kubelet: {
    readBy: 'the kubelet of this node',
    base: '/var/lib/kubelet',
    notes: [
      'On OpenShift 4 the machine config operator writes this file and will overwrite it again:',
      'there, change the pull secret of the cluster instead.',
    ],
    commands: [],
    advice: null,
  },
  'openshift3-node': {
    readBy: 'the OpenShift 3 node service',
    base: '/var/lib/origin',
    notes: ['Every node of the cluster needs it, and the node service reads it when it starts.'],
    commands: ['systemctl restart atomic-openshift-node'],
    advice: null,
  },
  microshift: {
    readBy: 'CRI-O for MicroShift',
    base: '/etc/crio',
    notes: [],
    commands: [],
    advice: 'CRI-O reads it at its next start: systemctl restart crio microshift',
  },
  'root-runtime': {
    readBy: PODMAN_OF_ROOT,
    base: '/run',
    notes: ['The file is gone after a reboot.'],
    commands: [],
    advice: null,
  },
  'root-persistent': {
    readBy: PODMAN_OF_ROOT,
    base: '/root',
    notes: [],
    commands: [],
    advice: null,
  },
  'root-docker': {
    readBy: 'docker when root runs it',
    base: '/root',
    notes: [],
    commands: [],
    advice: null,
  },
};

/** Whom the content logs in where; never the secret. */
export interface RootLogin {
  readonly key: string;
  readonly username: string;
}

export interface RootScript {
  readonly location: Location;
  /** The 0600 file whose content is installed. */
  readonly content: string;
  /** Numeric id of the user that the content belongs to. */
  readonly uid: number;
  readonly logins: readonly RootLogin[];
}

/**
 * A script that installs credentials in a place that only root can write. No secret is in it: the
 * content is in a file of its own, which the script removes when it is done. The content's place belongs
 * to a user who is not root, so the file is taken over by its owner, type and only name, never by its
 * path alone.
 * @throws TARGET_UNKNOWN for a place that is not root's
 */
export function rootScript({ location, content, uid, logins }: RootScript): string {
  const place = PLACES[location.id];
  if (place === undefined) throw new Failure('TARGET_UNKNOWN', { targetId: location.id });
  const comments = [
    'Written by Pullkeeper. Please read it before you run it as root, for example with sudo.',
    '',
    `Installs registry credentials for ${place.readBy}, mode 0600, owner root:`,
    '',
    `  ${location.path}`,
    '',
    'They log in as:',
    '',
    ...logins.map(({ key, username }) => `  ${key}  ${username}`),
    '',
    'A file that is there is replaced as a whole, not merged: entries that are not listed above are',
    'gone from it. It is kept beside the new one, readable by root alone.',
    ...place.notes,
    '',
    'The credentials are not in this script. They are in the file that "content" names, which is',
    'removed at the end.',
  ];
  return `#!/bin/sh
${comments.map((line) => `# ${commentText(line)}`.trimEnd()).join('\n')}
set -eu
umask 077

content=${quoteLiteral('sh', content)}
target=${quoteLiteral('sh', location.path)}
base=${quoteLiteral('sh', place.base)}

fail() {
  printf '%s\\n' "$1" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || fail 'This script has to be run as root.'
[ -d "$base" ] || fail "There is no $base: this is not the machine that the script is for."

# The content is the user's: only a plain file of that user that has no other name is taken, and it is
# copied once, into a directory that is root's.
directory=$(dirname -- "$target")
[ -d "$directory" ] || install -d -m 0700 -o root -g root -- "$directory"
found=$(find "$content" -prune -type f -links 1 -user ${uid} -perm 0600 2>/dev/null || :)
[ "$found" = "$content" ] || fail "$content is not there as it was written. Please make a new script."
if [ -L "$target" ] || { [ -e "$target" ] && [ ! -f "$target" ]; }; then
  fail "$target is not a plain file. Nothing was changed."
fi

# In place of the old file in one step; until then the old one is as it was.
new=$(mktemp -- "$directory/.pullkeeper-XXXXXXXXXX")
trap 'rm -f -- "$new"' EXIT
install -m 0600 -o root -g root -- "$content" "$new"
[ -s "$new" ] || fail "$content is empty. Nothing was changed."
if [ -f "$target" ]; then
  before=$target.before-$(date -u +%Y%m%dT%H%M%SZ)
  [ ! -e "$before" ] || fail "$before is there already. Nothing was changed."
  install -m 0600 -o root -g root -- "$target" "$before"
  printf 'The old file is kept as %s\\n' "$before"
fi
mv -f -- "$new" "$target"
trap - EXIT
if command -v restorecon >/dev/null 2>&1; then
  restorecon -- "$target" || :
fi
rm -f -- "$content"
printf 'Installed %s\\n' "$target"
${[
  ...place.commands,
  ...(place.advice === null ? [] : [`printf '%s\\n' ${quoteLiteral('sh', place.advice)}`]),
]
  .map((line) => `${line}\n`)
  .join('')}`;
}

const NAME = /^root-([a-z0-9:-]+)-[0-9a-f-]{36}\.json$/;

/**
 * Where the content waits for its script: the user's runtime directory, which is in memory and gone at
 * the end of the session.
 * @throws FILE_NO_DIRECTORY where there is none
 */
export async function contentPath(host: Host, targetId: TargetId): Promise<string> {
  const runtime = host.env.XDG_RUNTIME_DIR ?? (host.uid === 0 ? '/run' : `/run/user/${host.uid}`);
  const info = posix.isAbsolute(runtime) ? await stat(runtime).catch(() => null) : null;
  if (info?.isDirectory() !== true || info.uid !== host.uid) {
    throw new Failure('FILE_NO_DIRECTORY', { path: runtime, reason: 'missing' });
  }
  return posix.join(runtime, 'pullkeeper', `root-${targetId}-${randomUUID()}.json`);
}

/** Writes the content for a script, 0600, and removes what an earlier script for the place never took. */
export async function writeContent(path: string, targetId: TargetId, text: string): Promise<void> {
  const directory = posix.dirname(path);
  try {
    await mkdir(directory, { mode: 0o700, recursive: true });
    for (const name of await readdir(directory)) {
      if (NAME.exec(name)?.[1] === targetId) await rm(posix.join(directory, name), { force: true });
    }
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const handle = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}
