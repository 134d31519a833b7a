import { z } from 'zod';
import { EXPORT_USES_MAX, exportPreview, exportRequest, exportUse } from '../exporting.ts';
import { runId } from '../run.ts';
import { type CallSchemas, nothing } from './part.ts';

const order = exportRequest.extend({
  runId,
  /** The user has read why a personal login does not belong on a shared system, and wants it there. */
  acceptsPersonal: z.boolean(),
});

export const calls = {
  /** The document with its secrets left out. Reads no secret. */
  'export.preview': { input: exportRequest, output: exportPreview },
  /** Uses up a `vault.confirm` where there are secrets in it. Main asks where, then writes the document there, 0600. Null: the user chose no place. */
  'export.save': {
    input: order,
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
  /** Uses up a `vault.confirm` likewise. The document to the clipboard, which is emptied again unless something else is on it by then. */
  'export.copy': { input: order, output: nothing },
  /** The exports that were made, the newest first. */
  'export.uses': { input: nothing, output: z.array(exportUse).max(EXPORT_USES_MAX) },
  'export.forget-use': { input: z.strictObject({ useId: z.uuid() }), output: nothing },
} as const satisfies CallSchemas<'export'>;
