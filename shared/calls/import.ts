import { z } from 'zod';
import { checkResult } from '../credential.ts';
import {
  IMPORT_BYTES_MAX,
  IMPORT_CANDIDATES_MAX,
  importCandidate,
  importChoice,
  importDraft,
  importOutcome,
} from '../importing.ts';
import { runId } from '../run.ts';
import { plan } from '../target.ts';
import { type CallSchemas, nothing, targetIds } from './part.ts';

const choices = z.array(importChoice).min(1).max(IMPORT_CANDIDATES_MAX);

export const calls = {
  /** What was pasted; crosses once, renderer to main. One character too many is main's to refuse. */
  'import.read-text': {
    input: z.strictObject({ text: z.string().max(IMPORT_BYTES_MAX + 1) }),
    output: importDraft,
  },
  /** What was dropped: its bytes, cut one after the limit, which main refuses. The page knows no path. */
  'import.read-bytes': {
    input: z.strictObject({
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= IMPORT_BYTES_MAX + 1),
    }),
    output: importDraft,
  },
  /** Main asks the user for a file. Null: the user chose none. */
  'import.choose': { input: nothing, output: importDraft.nullable() },
  /** The user says which registry a candidate is for; answers how it compares there. */
  'import.place': {
    input: z.strictObject({
      draftId: z.uuid(),
      candidateId: z.uuid(),
      registry: z.string().min(1).max(512),
    }),
    output: importCandidate,
  },
  'import.check': {
    input: z.strictObject({ runId, draftId: z.uuid(), candidateId: z.uuid() }),
    output: checkResult,
  },
  'import.plan': {
    input: z.strictObject({ draftId: z.uuid(), choices, targetIds }),
    output: plan,
  },
  /** Each chosen candidate to the store, read back; index; then the targets, one result each. */
  'import.commit': {
    input: z.strictObject({ runId, draftId: z.uuid(), choices, targetIds }),
    output: importOutcome,
  },
  'import.discard': { input: z.strictObject({ draftId: z.uuid() }), output: nothing },
} as const satisfies CallSchemas<'import'>;
