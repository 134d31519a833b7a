import { useSyncExternalStore } from 'react';
import { BridgeError, call } from './bridge.ts';

/** What the tray says too of a store that stays open. */
const CANNOT_LOCK = new BridgeError({
  code: 'STORE_CANNOT_LOCK',
  context: {},
  retryable: false,
  correlationId: '',
});

/** Why the secrets are not locked after all; null where they are, or nobody has asked for it. */
let failure: Error | null = null;
const listeners = new Set<() => void>();

function tell(next: Error | null): void {
  failure = next;
  for (const listener of [...listeners]) listener();
}

/** Locks what can be locked. A locked store is told on every page by itself; what is not, by `useLockFailure`. */
export async function lockSecrets(): Promise<void> {
  try {
    const { state } = await call('vault.lock');
    tell(state === 'ok' ? CANNOT_LOCK : null);
  } catch (cause) {
    tell(cause as Error);
  }
}

export function forgetLockFailure(): void {
  tell(null);
}

export function useLockFailure(): Error | null {
  return useSyncExternalStore(listen, () => failure);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
