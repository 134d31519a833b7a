import { cleanPaste } from '../../../shared/credential-shape.ts';
import { Failure } from '../failure.ts';
import { readPastedPair } from '../importing/pasted-pair.ts';
import { Secret } from '../secret.ts';

/** User and secret of one account. */
export interface Pasted {
  readonly username: string;
  readonly secret: Secret;
}

/**
 * Reads what the portal shows of one account: two lines, or its table.
 * @throws SERVICE_ACCOUNT_PASTE: not one user with one secret
 */
export function readPasted(text: string): Pasted {
  const [only, ...others] = readPastedPair(text) ?? [];
  if (only === undefined || others.length > 0 || only.problem !== null) {
    throw new Failure('SERVICE_ACCOUNT_PASTE');
  }
  const username = cleanPaste(only.username ?? '');
  const secret = cleanPaste(only.secret ?? '');
  if (username === '' || secret === '') throw new Failure('SERVICE_ACCOUNT_PASTE');
  return { username, secret: new Secret(secret) };
}
