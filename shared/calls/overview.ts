import { z } from 'zod';
import { overviewPage, overviewQuery } from '../overview.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /** Registries x targets: who is logged in where. Asks no helper and writes nothing. */
  'overview.find': {
    input: overviewQuery.extend({ from: z.number().int().min(0) }),
    output: overviewPage,
  },
} as const satisfies CallSchemas<'overview'>;
