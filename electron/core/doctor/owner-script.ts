import { posix } from 'node:path';
import { quoteLiteral } from '../../../shared/shell-quoting.ts';
import { commentText } from './shell.ts';

export interface OwnerChange {
  /** Absolute, without links. */
  readonly path: string;
  readonly subject: 'file' | 'directory';
  /** Numeric user ids. */
  readonly from: number;
  readonly to: number;
}

/**
 * A script that gives a file or directory back to its user. It is run as root in a place that is the
 * user's, so it trusts nothing there: it enters the directory, looks where it has come to, and touches
 * the one name only if that is still what was seen and has no other name.
 */
export function ownerScript({ path, subject, from, to }: OwnerChange): string {
  const isFile = subject === 'file';
  const directory = posix.dirname(path);
  const name = posix.basename(path);
  const kind = isFile ? '-type f -links 1' : '-type d';
  const mode = isFile ? '0600' : '0700';
  return `#!/bin/sh
# Written by Pullkeeper. Please read it before you run it as root, for example with sudo.
#
# Gives the ${subject} below, which now belongs to user ${from}, to user ${to}, and lets nobody
# else read it (mode ${mode}). It changes nothing else, and nothing in the ${subject}.
#
#   ${commentText(path)}
set -eu

directory=${quoteLiteral('sh', directory)}
name=${quoteLiteral('sh', name)}

if [ "$(id -u)" -ne 0 ]; then
  echo 'This script has to be run as root.' >&2
  exit 1
fi

# From here on every name is looked up in this directory, wherever its path may lead meanwhile.
cd -- "$directory"
if [ "$(pwd -P)" != "$directory" ]; then
  printf '%s leads somewhere else now. Nothing was changed.\\n' "$directory" >&2
  exit 1
fi

# Only the ${subject} that was seen: no symbolic link${isFile ? ', no second name' : ''}, the same owner.
found=$(find "./$name" -prune ${kind} -user ${from} 2>/dev/null || :)
if [ "$found" != "./$name" ]; then
  printf '%s/%s is not as it was. Nothing was changed.\\n' "$directory" "$name" >&2
  exit 1
fi

chown -h ${to} "./$name"
chmod ${mode} "./$name"
printf '%s/%s belongs to user ${to} again.\\n' "$directory" "$name"
`;
}
