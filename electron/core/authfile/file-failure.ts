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

/** The name of a system call's error (`ENOSPC`), or null. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : null;
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
