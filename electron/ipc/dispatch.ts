import { randomUUID } from 'node:crypto';
import { CALL_NAMES, type CallName } from '../../shared/channels.ts';
import { type CallInput, type CallOutput, type Envelope, schemaOf } from '../../shared/contract.ts';
import { type ErrorContext, errorContext } from '../../shared/errors.ts';
import { Failure } from '../core/failure.ts';
import type { Log } from '../core/log.ts';
import type { CallEvent, Guard } from './guard.ts';

export type Handler<N extends CallName> = (
  input: CallInput<N>,
) => CallOutput<N> | Promise<CallOutput<N>>;
/** One handler per call of the contract; a missing one does not compile. */
export type Handlers = { readonly [N in CallName]: Handler<N> };

export type Dispatch = (
  event: CallEvent,
  name: unknown,
  input: unknown,
) => Promise<Envelope<unknown>>;

const callNames: ReadonlySet<unknown> = new Set(CALL_NAMES);
const isCallName = (name: unknown): name is CallName => callNames.has(name);

/**
 * Makes the one function that every call goes through:
 * guard the sender -> parse the input -> handler -> parse the output -> envelope.
 *
 * It never rejects and fails closed: what does not parse does not cross, in either direction, and of
 * an unexpected error nothing crosses but the id of its log line.
 */
export function createDispatch(deps: {
  readonly guard: Guard;
  readonly handlers: Handlers;
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** What a call has to wait for; null for nothing. */
  readonly before?: (name: CallName) => Promise<void> | null;
}): Dispatch {
  const { guard, handlers, log, before } = deps;

  async function answer<N extends CallName>(name: N, input: unknown): Promise<unknown> {
    const schema = await schemaOf(name);
    const parsedInput = schema.input.safeParse(input);
    if (!parsedInput.success) {
      const issue = parsedInput.error.issues[0];
      throw new Failure('IPC_INVALID_INPUT', {
        channel: name,
        field: (issue?.path ?? []).map(String).join('.').slice(0, 512),
        reason: issue?.code ?? 'invalid',
      });
    }
    await before?.(name);
    const handler: Handler<N> = handlers[name];
    // The schema of this very name has just accepted it.
    const output = await handler(parsedInput.data as CallInput<N>);
    const parsedOutput = schema.output.safeParse(output);
    if (!parsedOutput.success) {
      const issue = parsedOutput.error.issues[0];
      throw new Failure('IPC_INVALID_OUTPUT', {
        channel: name,
        field: (issue?.path ?? []).map(String).join('.').slice(0, 512),
        reason: issue?.code ?? 'invalid',
      });
    }
    return parsedOutput.data;
  }

  return async (event, name, input) => {
    if (!guard.trusts(event)) {
      const correlationId = randomUUID();
      log.warn('ipc.untrusted-sender', { correlationId, ...guard.describe(event) });
      return refusal(new Failure('IPC_UNTRUSTED_SENDER'), correlationId);
    }
    try {
      if (!isCallName(name)) throw new Failure('IPC_INVALID_INPUT', { reason: 'no such call' });
      return { ok: true, value: await answer(name, input) };
    } catch (error) {
      const correlationId = randomUUID();
      const call = isCallName(name) ? name : 'unknown';
      if (error instanceof Failure) {
        log.warn('ipc.call-failed', { correlationId, call, error });
        return refusal(error, correlationId);
      }
      log.error('ipc.call-crashed', { correlationId, call, error });
      return refusal(new Failure('INTERNAL'), correlationId);
    }
  };
}

/** The envelope of an error: its code and the scalars that its message may name, nothing else. */
export function refusal(failure: Failure, correlationId: string): Envelope<never> {
  return {
    ok: false,
    error: {
      code: failure.code,
      context: wireContext(failure.context),
      retryable: failure.retryable,
      correlationId,
    },
  };
}

function wireContext(context: ErrorContext): ErrorContext {
  const parsed = errorContext.safeParse(context);
  return parsed.success ? parsed.data : {};
}
