import type { ErrorCode, ErrorContext } from '../../../shared/errors.ts';
import type { Findings } from './found.ts';

/** What the thread that reads answers. Both sides are ours and live in one process. */
export type ReaderReply =
  /** It is loaded and begins to read: from here on time counts. */
  | { readonly type: 'begins' }
  | { readonly type: 'found'; readonly findings: Findings }
  | { readonly type: 'fault'; readonly code: ErrorCode; readonly context: ErrorContext };
