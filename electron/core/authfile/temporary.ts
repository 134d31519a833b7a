import { createHash, randomBytes } from 'node:crypto';
import { constants, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rm, unlink } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { type Directory, openDirectory } from './directory.ts';
import { errnoOf } from './file-failure.ts';
import { loadSyscalls } from './syscalls.ts';

/**
 * `.pullkeeper-<machine>-<pid>-<start>-<random>.tmp`: enough to know later whether the process that
 * made it still runs. `machine` stands for the boot and the pid namespace that the pid belongs to.
 */
const NAME = /^\.pullkeeper-([0-9a-f]{12})-([0-9]+)-([0-9]+)-[0-9a-f]{16}\.tmp$/;

/** After this long a temporary file of another machine's process (a home on NFS) is a leftover. */
const FOREIGN_AGE_MS = 60 * 60 * 1000;

let identity: { machine: string; start: string } | null = null;

function ownIdentity(): { machine: string; start: string } {
  if (identity === null) {
    const hash = createHash('sha256');
    for (const read of [
      () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
      () => readlinkSync('/proc/self/ns/pid'),
    ]) {
      try {
        hash.update(read());
      } catch {
        // Not Linux: every process then counts as one of this machine.
      }
    }
    identity = { machine: hash.digest('hex').slice(0, 12), start: startTime('self') ?? '0' };
  }
  return identity;
}

/** When a process was started, in ticks since boot; null where it does not run or cannot be seen. */
function startTime(pid: string): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold spaces: count from behind it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

export function temporaryName(): string {
  const { machine, start } = ownIdentity();
  return `.pullkeeper-${machine}-${process.pid}-${start}-${randomBytes(8).toString('hex')}.tmp`;
}

/** A new file that waits to be put in place. */
export interface Temporary {
  readonly name: string;
  readonly info: Stats;
}

/** The file that a new one replaces, and takes over from what is not its content. */
export interface Likeness {
  readonly info: Stats;
  readonly handle: FileHandle;
}

/** Nobody but the owner; with an access list the group's bits are what its entries get at the most. */
const OWNER_ONLY = 0o600;
const OWNER_AND_LIST = 0o660;
const ACCESS_LIST = 'system.posix_acl_access';

/**
 * Writes a file of a new name and makes its content durable.
 * @param likeness null for a file of its own, 0600
 */
export async function writeTemporary(
  directory: Directory,
  bytes: Uint8Array,
  likeness: Likeness | null,
): Promise<Temporary> {
  const name = temporaryName();
  const path = directory.entry(name);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, OWNER_ONLY);
  try {
    if (likeness === null) await setMode(handle, OWNER_ONLY);
    else await takeAfter(handle, likeness);
    await writeAll(handle, bytes);
    await handle.sync();
    return { name, info: await handle.stat() };
  } catch (error) {
    await removeTemporary(directory, name);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Group, access list, label; the mode of the old file without what others had, never wider. */
async function takeAfter(handle: FileHandle, { info, handle: old }: Likeness): Promise<void> {
  const { uid, gid } = await handle.stat();
  if (gid !== info.gid) await handle.chown(uid, info.gid).catch(() => undefined);
  const syscalls = await loadSyscalls();
  const copied = syscalls?.copyAttributes(old.fd, handle.fd) ?? [];
  await setMode(handle, info.mode & (copied.includes(ACCESS_LIST) ? OWNER_AND_LIST : OWNER_ONLY));
}

/** The umask may have taken bits of the owner's, and an access list may have added some. */
async function setMode(handle: FileHandle, mode: number): Promise<void> {
  const info = await handle.stat();
  if ((info.mode & 0o7777) !== mode) await handle.chmod(mode);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.byteLength) {
    at += (await handle.write(bytes, at, bytes.byteLength - at, at)).bytesWritten;
  }
}

/** Takes away a temporary file; one that cannot be taken away is swept at the next start. */
export async function removeTemporary(directory: Directory, name: string): Promise<void> {
  await unlink(directory.entry(name)).catch(() => undefined);
}

/**
 * Removes the temporary files that a process of ours left when it was killed.
 * @param dir the directory's path; one that is missing or not ours holds none
 * @returns how many were removed
 */
export async function sweepTemporaries(dir: string): Promise<number> {
  const directory = await openDirectory(dir).catch((error: unknown) => {
    if (error instanceof Failure) return null;
    throw error;
  });
  if (directory === null) return 0;
  try {
    let removed = 0;
    for (const name of await readdir(directory.entry('.'))) {
      if (await isLeftover(directory, name)) {
        await rm(directory.entry(name), { force: true });
        removed += 1;
      }
    }
    return removed;
  } finally {
    await directory.close();
  }
}

async function isLeftover(directory: Directory, name: string): Promise<boolean> {
  const match = NAME.exec(name);
  if (match === null) return false;
  const [, machine, pid = '', start] = match;
  try {
    const info = await lstat(directory.entry(name));
    if (!info.isFile() || info.uid !== (process.geteuid?.() ?? info.uid)) return false;
    if (machine !== ownIdentity().machine) return Date.now() - info.mtimeMs > FOREIGN_AGE_MS;
    return process.platform === 'linux' ? startTime(pid) !== start : !isAlive(Number(pid));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}
