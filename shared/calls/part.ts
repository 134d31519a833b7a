import { z } from 'zod';
import type { CallName } from '../channels.ts';
import { targetId } from '../target.ts';

/** What goes into a call and what comes out of it. */
export interface CallSchema {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

/** Every call `<part>.<name>` of a part; a call too few or too many does not compile. */
export type CallSchemas<P extends string> = Record<Extract<CallName, `${P}.${string}`>, CallSchema>;

export const nothing = z.undefined();
export const targetIds = z.array(targetId).max(64);
