import { z } from 'zod';
import { importSource } from './importing.ts';
import { targetId } from './target.ts';

/** Why a file with readable credentials is there, which decides what to do about it. */
export const PLAINTEXT_ROLES = [
  /** A tool reads it from there: it has to be readable to the user, and to nobody else. */
  'target',
  /** A copy beside a file that a tool reads: no tool needs it. */
  'copy',
  /** Downloaded or exported: import it, then delete it. */
  'left-over',
  /** A command with the secret in it, in a shell's history. */
  'history',
] as const;
export const plaintextRole = z.enum(PLAINTEXT_ROLES);

/** A file that holds credentials that can be read without a key. */
export const plaintextFile = z.strictObject({
  path: z.string().max(4096),
  role: plaintextRole,
  targetId: targetId.nullable(),
  /** What the text is; null for a target, which says so itself. */
  source: importSource.nullable(),
  /** `0600`. */
  mode: z.string().regex(/^0[0-7]{3}$/),
  owner: z.enum(['user', 'root', 'other']),
  /** Who can read it, by mode. */
  readableBy: z.enum(['owner', 'group', 'everyone']),
  /** Who logs in where, as far as the file says. */
  logins: z
    .array(
      z.strictObject({
        registry: z.string().max(1024).nullable(),
        username: z.string().max(512).nullable(),
      }),
    )
    .max(20_000),
});
export type PlaintextFile = z.infer<typeof plaintextFile>;
