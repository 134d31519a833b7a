import type { CheckReason } from '../../../shared/credential.ts';
import { judgeRealm } from './realm-policy.ts';

/** Who asks, and how a realm that is neither good nor bad is decided. */
export interface RealmRequest {
  /** `host[:port]` */
  readonly registry: string;
  readonly plainHttp: boolean;
  /** The address that the registry answered from; '' where a proxy hides it. */
  readonly registryAddress: string;
  readonly signal: AbortSignal;
  /** Whether the user said earlier that this registry's credential may go to this `host[:port]`. */
  readonly realmAllowed?: (registry: string, realmHost: string) => boolean;
  /** Asks the user; without it the answer is no. */
  readonly askRealm?: (registry: string, realmHost: string) => Promise<boolean>;
}

/** The realm, if the registry's credential may go there, or why it may not. */
export async function permittedRealm(
  realm: string,
  { registry, plainHttp, registryAddress, signal, realmAllowed, askRealm }: RealmRequest,
): Promise<URL | { readonly reason: CheckReason; readonly host: string | null }> {
  const judged = judgeRealm(realm, { registry, plainHttp, registryAddress });
  if (judged.answer === 'refuse') return { reason: judged.reason, host: judged.host };
  const { host } = judged.url;
  if (judged.answer === 'allow' || realmAllowed?.(registry, host)) return judged.url;
  const allowed = await orAborted(askRealm?.(registry, host) ?? false, signal);
  if (allowed === null) return { reason: 'cancelled', host };
  return allowed ? judged.url : { reason: 'realm-declined', host };
}

/** Null when the signal aborts first. */
async function orAborted<T>(work: T | Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  let abort = () => {};
  const aborted = new Promise<null>((resolve) => {
    abort = () => resolve(null);
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    const result = await Promise.race([work, aborted]);
    return signal.aborted ? null : result;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
