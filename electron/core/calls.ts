import { CALL_NAMES, type CallName } from '../../shared/channels.ts';
import type { CallInput, CallOutput, PartOf } from '../../shared/contract.ts';

/** The calls of a part, with the contract's shapes. Each rejects with a `Failure`. */
export type CallsOf<P extends string> = {
  readonly [N in Extract<CallName, `${P}.${string}`>]: (
    input: CallInput<N>,
  ) => Promise<CallOutput<N>>;
};

/** The parts that the product answers by itself; the others belong to the desktop around it. */
export type CorePart = Exclude<PartOf<CallName>, 'app' | 'settings' | 'links' | 'quick'>;
export type CoreCallName = Extract<CallName, `${CorePart}.${string}`>;
export type CoreCalls = CallsOf<CorePart>;

/** The calls of a part that is loaded at the first of them: a start needs few. */
export function lazyCalls<P extends CorePart>(
  part: P,
  load: () => Promise<CallsOf<P>>,
): CallsOf<P> {
  let loading: Promise<Calls> | undefined;
  const calls: Record<string, Call> = {};
  for (const name of CALL_NAMES.filter((each) => each.startsWith(`${part}.`))) {
    calls[name] = async (input) => {
      loading ??= load() as Promise<Calls>;
      return (await loading)[name]?.(input);
    };
  }
  // One for each name of the part, each handing on to the one of that name.
  return calls as CallsOf<P>;
}

type Call = (input: unknown) => Promise<unknown>;
type Calls = Partial<Record<CallName, Call>>;
