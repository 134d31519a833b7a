import type { ErrorContext } from '../../shared/errors.ts';

export type WriterOrder =
  /** Sets an entry, or removes it where `secret` is null. */
  | {
      readonly do: 'write';
      readonly path: string;
      readonly key: string;
      readonly secret: string | null;
    }
  /** Logs in and out until killed; answers after each login. */
  | { readonly do: 'churn'; readonly path: string; readonly prefix: string }
  | { readonly do: 'umask'; readonly mask: number }
  /** Waits until every file has been looked after. */
  | { readonly do: 'settle' };

export type WriterAnswer =
  | { readonly outcome: 'written' | 'unchanged'; readonly bestEffort: boolean }
  | { readonly code: string; readonly context: ErrorContext }
  | { readonly done: number }
  | { readonly repairs: number };
