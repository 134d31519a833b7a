import { Failure } from '../failure.ts';

/** Nesting of JSON or YAML. A list of Secrets is five deep. */
export const DEPTH_MAX = 32;
export const DOCUMENTS_MAX = 100;
/** Values of a document: a hostile text of many small ones costs more than its bytes say. */
export const NODES_MAX = 50_000;
/** What reading a text may take on a busy machine: the largest ordinary one takes 0.3 s of a free one. */
export const READ_LIMIT_MS = 5_000;
/** What the start of its thread may take on a busy machine. */
export const START_LIMIT_MS = 10_000;

/** Which limit a text goes beyond. */
export type ImportLimit =
  | 'bytes'
  | 'depth'
  | 'documents'
  | 'nodes'
  | 'aliases'
  | 'candidates'
  | 'time';

export function beyond(
  reason: ImportLimit,
  place: { line?: number; column?: number } = {},
): Failure {
  return new Failure('IMPORT_LIMIT', { reason, ...place });
}
