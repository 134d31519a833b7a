import type { CallName, EventName } from '../shared/channels.ts';
import type { CallInput, CallOutput, Envelope } from '../shared/contract.ts';
import type { WireError } from '../shared/errors.ts';
import type { EventPayload } from '../shared/events.ts';

/** What the preload exposes: the only way out of this process. */
interface Bridge {
  invoke(name: CallName, input: unknown): Promise<unknown>;
  subscribe(event: EventName, callback: (payload: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly pullkeeper?: Bridge;
  }
}

/** An error that main answered with. Its words are `errors.<code>` of the locales. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.code);
    this.wire = wire;
  }
}

/** The error as main would have sent it; anything unexpected is `INTERNAL`. */
export function wireErrorOf(error: unknown): WireError {
  if (error instanceof BridgeError) return error.wire;
  return { code: 'INTERNAL', context: {}, retryable: true, correlationId: '' };
}

/** What the first screen is painted from. Other calls would have main at work beside that, on a machine of few cores. */
const FIRST: ReadonlySet<CallName> = new Set<CallName>(['credentials.first', 'settings.get']);
/** A window that is hidden paints nothing. */
const PAINTED_AFTER_MS = 500;
let setPainted = () => {};
const painted = new Promise<void>((resolve) => {
  setPainted = resolve;
  setTimeout(resolve, PAINTED_AFTER_MS);
});

/** What the other calls of a start have main load and fork is better done once the page is at rest. */
const REST_MS = 100;

/** The first screen is in the document: once it is on the glass, main may be asked for the rest. */
export function rendered(): void {
  requestAnimationFrame(() => setTimeout(setPainted, REST_MS));
}

/** A call without input takes no second argument. */
type Arguments<N extends CallName> = undefined extends CallInput<N> ? [] : [input: CallInput<N>];

/**
 * Calls main. Input and output are parsed there, in both directions.
 * @throws BridgeError with the code that main answered with
 */
export async function call<N extends CallName>(
  name: N,
  ...[input]: Arguments<N>
): Promise<CallOutput<N>> {
  const bridge = window.pullkeeper;
  if (!bridge) throw new BridgeError(wireErrorOf(undefined));
  if (!FIRST.has(name)) await painted;
  const answer = (await bridge.invoke(name, input)) as Envelope<CallOutput<N>>;
  if (answer.ok) return answer.value;
  throw new BridgeError(answer.error);
}

/** Subscribes to an event of main. Answers how to stop. */
export function subscribe<N extends EventName>(
  name: N,
  callback: (payload: EventPayload<N>) => void,
): () => void {
  const bridge = window.pullkeeper;
  if (!bridge) return () => {};
  return bridge.subscribe(name, (payload) => callback(payload as EventPayload<N>));
}
