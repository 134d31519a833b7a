import { z } from 'zod';
import { quickAction, quickResult } from '../quick.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  /** Does one of the tray's actions. What goes wrong is in the answer. */
  'quick.run': { input: z.strictObject({ action: quickAction }), output: quickResult },
  /** Whether this desktop shows the tray's icon now. */
  'quick.tray': { input: nothing, output: z.strictObject({ isShown: z.boolean() }) },
} as const satisfies CallSchemas<'quick'>;
