import { randomUUID } from 'node:crypto';
import type { WireError } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';

/** What a target shows as its problem. */
export function problemOf(failure: Failure): WireError {
  const { code, context, retryable } = failure;
  return { code, context, retryable, correlationId: '' };
}

/**
 * The problem of a target in which something went wrong, so that the other targets go on. Only a
 * `Failure` has words for the user; anything else is a defect of ours, which the log has the details of.
 */
export function problemOfAny(error: unknown, log: Log): WireError {
  if (error instanceof Failure) return problemOf(error);
  const correlationId = randomUUID();
  log.error('targets.failed', { correlationId, error });
  return { code: 'INTERNAL', context: {}, retryable: false, correlationId };
}
