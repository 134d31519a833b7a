import { CHALLENGE_ROWS, PING_ROWS } from './challenges.ts';
import { CREDENTIAL_ROWS } from './credentials.ts';
import type { ProtocolRow } from './row.ts';
import { TOKEN_ROWS } from './tokens.ts';

/** Logins at a registry that follows a script. */
export const PROTOCOL_ROWS: readonly ProtocolRow[] = [
  ...CHALLENGE_ROWS,
  ...PING_ROWS,
  ...TOKEN_ROWS,
  ...CREDENTIAL_ROWS,
];
