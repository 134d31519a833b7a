import type { WireError } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';

/**
 * What a target shows as its problem. Only a `Failure` has words for the user; anything else is a defect
 * of ours and goes on to whoever logs it.
 *
 * @throws `error` itself when it is not a `Failure`
 */
export function problemOf(error: unknown): WireError {
  if (!(error instanceof Failure)) throw error;
  return {
    code: error.code,
    context: error.context,
    retryable: error.retryable,
    correlationId: '',
  };
}
