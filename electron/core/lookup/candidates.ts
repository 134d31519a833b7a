import type { CandidateReason, LookupCandidate } from '../../../shared/lookup.ts';
import { nearMiss } from './keys.ts';
import type { ImageReference, ReadFile } from './world.ts';

/** A key of a file, with whom it logs in as, and why it did or did not win. */
export function candidate(file: ReadFile, key: string, reason: CandidateReason): LookupCandidate {
  const entry = file.entries.get(key);
  return { key, username: entry?.username ?? entry?.plainUsername ?? null, reason };
}

/** The keys that a person would take for this registry's, and the tool does not. */
export function nearMisses(
  file: ReadFile,
  reference: ImageReference,
  named: ReadonlySet<string>,
): LookupCandidate[] {
  return [...file.entries.keys()].flatMap((key) => {
    if (named.has(key)) return [];
    const reason = nearMiss(key, reference);
    return reason === null ? [] : [candidate(file, key, reason)];
  });
}
