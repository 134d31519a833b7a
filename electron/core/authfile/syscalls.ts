import { errnoName } from './file-failure.ts';

/** The calls of libc that Node lacks. Names are relative to a directory that is open. */
export interface Syscalls {
  /** Swaps two directory entries in one step. */
  exchange(directoryFd: number, name: string, other: string): void;
  /** Renames, unless there is a file of the new name already (`EEXIST`). */
  renameNoReplace(directoryFd: number, from: string, to: string): void;
  /** Takes the exclusive lock of an open file or directory, unless another process has it. */
  tryLock(fd: number): boolean;
  /** Copies the extended attributes of an open file that its owner may set; gives the names of those copied. */
  copyAttributes(fromFd: number, toFd: number): string[];
}

/** A system call that failed; `code` is the error's name, as on Node's own errors. */
export class SyscallError extends Error {
  override readonly name = 'SyscallError';

  constructor(
    readonly syscall: string,
    readonly code: string,
  ) {
    super(`${code}: ${syscall}`);
  }
}

interface Platform {
  readonly library: string;
  readonly rename: string;
  readonly exchange: number;
  readonly noReplace: number;
}

/** @see renameat2(2), renameatx_np(2) */
const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, Platform>>> = {
  linux: { library: 'libc.so.6', rename: 'renameat2', exchange: 2, noReplace: 1 },
  darwin: { library: 'libSystem.B.dylib', rename: 'renameatx_np', exchange: 2, noReplace: 4 },
};

/** Far more than the names, or the value, of the attributes of a small file take. */
const ATTRIBUTE_BYTES_MAX = 65_536;
/** Access lists, SELinux labels and the user's own; the rest is about a file's content, or root's. */
const ATTRIBUTES = /^(?:user\.|system\.posix_acl_access$|security\.selinux$)/;

type Library = ReturnType<typeof import('koffi')['default']['load']>;

/** @see flock(2) */
const LOCK_EX = 2;
const LOCK_NB = 4;

let loading: Promise<Syscalls | null> | null = null;

/**
 * Loads them, once; null where the platform has none. Takes about 15 ms, which is why start-up does
 * not wait for it: call it when idle, and the first write need not.
 */
export function loadSyscalls(): Promise<Syscalls | null> {
  loading ??= load().catch(() => null);
  return loading;
}

async function load(): Promise<Syscalls | null> {
  const platform = PLATFORMS[process.platform];
  if (platform === undefined) return null;
  const { default: koffi } = await import('koffi');
  const libc = koffi.load(platform.library);
  const rename = libc.func(`int ${platform.rename}(int, str, int, str, unsigned int)`);
  const flock = libc.func('int flock(int, int)');
  const failed = (syscall: string): SyscallError => {
    const errno = koffi.errno();
    return new SyscallError(syscall, errnoName(errno) ?? `E${errno}`);
  };
  const renameWith = (flags: number, fd: number, from: string, to: string): void => {
    if (rename(fd, from, fd, to, flags) !== 0) throw failed(platform.rename);
  };
  const attributes = process.platform === 'linux' ? linuxAttributes(libc) : null;
  return {
    copyAttributes: (from, to) => attributes?.(from, to) ?? [],
    exchange: (fd, name, other) => renameWith(platform.exchange, fd, name, other),
    renameNoReplace: (fd, from, to) => renameWith(platform.noReplace, fd, from, to),
    tryLock(fd) {
      for (;;) {
        if (flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
        const error = failed('flock');
        if (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK') return false;
        if (error.code !== 'EINTR') throw error;
      }
    },
  };
}

/** @see flistxattr(2), fgetxattr(2), fsetxattr(2) */
function linuxAttributes(libc: Library): Syscalls['copyAttributes'] {
  const list = libc.func('long flistxattr(int, void *, size_t)');
  const get = libc.func('long fgetxattr(int, str, void *, size_t)');
  const set = libc.func('int fsetxattr(int, str, void *, size_t, int)');
  return (fromFd, toFd) => {
    const buffer = Buffer.alloc(ATTRIBUTE_BYTES_MAX);
    const length = Number(list(fromFd, buffer, buffer.length));
    if (length <= 0) return [];
    const names = buffer.toString('utf8', 0, length).split('\0');
    return names.filter((name) => {
      if (!ATTRIBUTES.test(name)) return false;
      const size = Number(get(fromFd, name, buffer, buffer.length));
      // Where it may not be set, the file goes without: as it does with every other tool.
      return size >= 0 && set(toFd, name, buffer, size, 0) === 0;
    });
  };
}
