import type { ErrorCode, ErrorContext } from '../../shared/errors.ts';

/** An error that the user can be told about: a code of the closed list and the scalars its message names. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: ErrorCode,
    readonly context: ErrorContext = {},
    readonly options: { readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
  }

  get retryable(): boolean {
    return this.options.retryable ?? false;
  }
}
