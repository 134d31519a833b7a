import { randomUUID } from 'node:crypto';
import { errorContext, type WireError } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';

/** What a target shows as its problem. */
export function problemOf({ code, context, retryable }: Failure, correlationId = ''): WireError {
  // A name from a file may be longer than what crosses; the code has words without it too.
  const fits = errorContext.safeParse(context);
  return { code, context: fits.success ? fits.data : {}, retryable, correlationId };
}

/**
 * The problem of a target in which something went wrong, so that the other targets go on, with its line
 * in the log. Only a `Failure` has words for the user; anything else is a defect of ours.
 */
export function loggedProblem(error: unknown, targetId: string, log: Log): WireError {
  const correlationId = randomUUID();
  if (error instanceof Failure) {
    log.warn('targets.refused', { correlationId, targetId, error });
    return problemOf(error, correlationId);
  }
  log.error('targets.failed', { correlationId, targetId, error });
  return { code: 'INTERNAL', context: {}, retryable: false, correlationId };
}
