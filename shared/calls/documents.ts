import { z } from 'zod';
import { documentName, unreadableDocument } from '../document.ts';
import { type CallSchemas, nothing } from './part.ts';

const name = z.strictObject({ name: documentName });

export const calls = {
  'documents.unreadable': { input: nothing, output: z.array(unreadableDocument).max(16) },
  /** Renames it and goes on without. Nothing is deleted; one that can be read stays. */
  'documents.set-aside': { input: name, output: nothing },
  /** As that, and the copy of what the app had written last takes its place. */
  'documents.restore': { input: name, output: nothing },
} as const satisfies CallSchemas<'documents'>;
