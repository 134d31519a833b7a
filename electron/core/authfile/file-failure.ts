import { constants } from 'node:os';
import type { ErrorCode, ErrorContext } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';

/** What a system call's error means for a credential file. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'FILE_NO_SPACE',
  EDQUOT: 'FILE_NO_SPACE',
  EFBIG: 'FILE_NO_SPACE',
  EROFS: 'FILE_READ_ONLY',
  EACCES: 'FILE_NOT_PERMITTED',
  EPERM: 'FILE_NOT_PERMITTED',
  ENOENT: 'FILE_NO_DIRECTORY',
  ENOTDIR: 'FILE_NO_DIRECTORY',
  ELOOP: 'FILE_LINK_LOOP',
  EISDIR: 'FILE_NOT_REGULAR',
  ENXIO: 'FILE_NOT_REGULAR',
};

const NAMES = new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]));

/** The name of an error number of this platform (`ENOSPC`), or null. */
export function errnoName(errno: number): string | null {
  return NAMES.get(errno) ?? null;
}

/** The name of a system call's error, or null for any other. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code)) {
    return error.code;
  }
  // Node has no name for some (EDQUOT) and gives the number alone.
  return 'errno' in error && typeof error.errno === 'number' ? errnoName(-error.errno) : null;
}

/** The failure for an error that a file operation threw; names the file in one that does not. */
export function fileFailure(error: unknown, path: string): unknown {
  if (error instanceof Failure) {
    if (error.context.path !== undefined || !error.code.startsWith('FILE_')) return error;
    return new Failure(error.code, { path, ...error.context }, error.options);
  }
  const errno = errnoOf(error);
  if (errno === null) return error;
  const context: ErrorContext = { path, errno };
  // A file that something is mounted over cannot be replaced, and is never written in place.
  if (errno === 'EBUSY' || errno === 'EXDEV') context.reason = 'mount-point';
  return new Failure(CODES[errno] ?? 'FILE_IO', context, { cause: error });
}
