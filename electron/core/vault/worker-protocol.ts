/**
 * What the vault and the keychain worker say to each other. Both ends check what arrives: the worker
 * is another process, and a reply that is not understood must not pass for "not found".
 */

/** The Secret Service's `service` attribute, the keychain's service name. */
export const KEYCHAIN_SERVICE = 'Pullkeeper';
/** The account of the item that tells our store from an empty or another one. Its value is the store's id. */
export const SENTINEL_ACCOUNT = 'sentinel';

interface Common {
  /** Counts up; a reply carries the request's. */
  readonly id: number;
  /** The store's id as the index remembers it; null when nothing was ever stored. */
  readonly expectedStore: string | null;
  /** The id to give a store that has none yet. */
  readonly newStore: string;
  /** Whether the store may show a prompt. */
  readonly mayPrompt: boolean;
}

export type WorkerCommand =
  | { readonly op: 'inspect' | 'unlock' | 'lock' | 'adopt' }
  | { readonly op: 'get' | 'delete'; readonly account: string }
  | { readonly op: 'set'; readonly account: string; readonly secret: string };

export type WorkerRequest = Common & WorkerCommand;

/**
 * - `locked`: and no prompt was allowed, or none could show
 * - `no-collection`: the service is there, the collection that it keeps new secrets in is not
 * - `dismissed`: the user closed the prompt
 * - `unreachable`: nothing answers, or with an error
 * - `other-store`: unlocked, but our sentinel is missing or another one's
 * - `mismatch`: what was read back is not what was written
 */
const FAULTS = [
  'locked',
  'no-collection',
  'dismissed',
  'unreachable',
  'other-store',
  'mismatch',
] as const;
export type Fault = (typeof FAULTS)[number];

export type WorkerReply =
  /** A prompt is about to show: wait longer. */
  | { readonly id: number; readonly type: 'prompt'; readonly backendName: string }
  | {
      readonly id: number;
      readonly type: 'done';
      readonly backendName: string;
      readonly storeId: string | null;
      /** `get`: the secret. `delete`: whether there was one. Else null. */
      readonly value: string | boolean | null;
    }
  | {
      readonly id: number;
      readonly type: 'fault';
      readonly backendName: string | null;
      readonly fault: Fault;
      /** One line of what the store said. */
      readonly detail: string;
    };

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

export function isWorkerRequest(value: unknown): value is WorkerRequest {
  if (!isObject(value)) return false;
  const { id, op, expectedStore, newStore, mayPrompt, account, secret } = value;
  if (!Number.isSafeInteger(id) || typeof mayPrompt !== 'boolean') return false;
  if (!isTextOrNull(expectedStore) || !isText(newStore)) return false;
  if (op === 'inspect' || op === 'unlock' || op === 'lock' || op === 'adopt') return true;
  if (op === 'get' || op === 'delete') return isText(account);
  return op === 'set' && isText(account) && isText(secret);
}

export function isWorkerReply(value: unknown): value is WorkerReply {
  if (!isObject(value) || !Number.isSafeInteger(value.id)) return false;
  const { type, backendName, storeId, fault, detail } = value;
  if (type === 'prompt') return isText(backendName);
  if (type === 'fault') {
    return (
      isTextOrNull(backendName) &&
      FAULTS.some((known) => known === fault) &&
      typeof detail === 'string'
    );
  }
  return (
    type === 'done' &&
    isText(backendName) &&
    isTextOrNull(storeId) &&
    (value.value === null || ['string', 'boolean'].includes(typeof value.value))
  );
}
