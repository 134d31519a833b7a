import type { ImportChoice } from '../../../shared/importing.ts';
import { Failure } from '../failure.ts';
import type { Change } from '../targets/change.ts';
import {
  type Candidate,
  isWhole,
  RED_HAT_CONNECT,
  sharesWithConnect,
  type WholeCandidate,
} from './candidate.ts';

/** A credential that the user wants stored; `candidateId` says what it came from. */
export interface Wanted extends Pick<WholeCandidate, 'registry' | 'username' | 'secret'> {
  readonly candidateId: string;
  readonly candidate: WholeCandidate;
}

/**
 * What the user chose, with registry.connect.redhat.com as one of its own where that is wanted too.
 * @throws IMPORT_NOT_POSSIBLE for a candidate that is not there or has a problem, and for two secrets of
 *   one user at one registry
 */
export function wantedOf(
  candidates: readonly Candidate[],
  choices: readonly ImportChoice[],
): Wanted[] {
  const wanted: Wanted[] = [];
  for (const { candidateId, alsoConnect } of choices) {
    const candidate = candidates.find(({ id }) => id === candidateId);
    if (candidate === undefined || !isWhole(candidate)) throw new Failure('IMPORT_NOT_POSSIBLE');
    const { registry, username, secret } = candidate;
    const one = { candidateId, candidate, username, secret };
    wanted.push({ ...one, registry });
    if (alsoConnect && sharesWithConnect(candidate, candidates)) {
      wanted.push({ ...one, registry: RED_HAT_CONNECT });
    }
  }
  const names = new Set<string>();
  for (const { registry, username } of wanted) {
    const name = JSON.stringify([registry, username]);
    if (names.has(name)) throw new Failure('IMPORT_NOT_POSSIBLE', { registry, username });
    names.add(name);
  }
  return wanted;
}

/** What targets get: they have one account for a registry, so of several users the first chosen. */
export function changesOf(wanted: readonly Wanted[]): Change[] {
  const registries = new Set<string>();
  const changes: Change[] = [];
  for (const { registry, username, secret } of wanted) {
    if (registries.has(registry)) continue;
    registries.add(registry);
    changes.push({ do: 'set', registry, username, secret });
  }
  return changes;
}
