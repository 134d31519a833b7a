import { type AuthScope, scopeOf, takesNamespaces } from '../../../shared/auth-scope.ts';
import type { ImportChoice } from '../../../shared/importing.ts';
import type { TargetFormat } from '../../../shared/target.ts';
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
export interface Wanted extends AuthScope, Pick<WholeCandidate, 'username' | 'secret'> {
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
    const { registry, namespace, username, secret } = candidate;
    const one = { candidateId, candidate, username, secret };
    wanted.push({ ...one, registry, ...(namespace !== null && { namespace }) });
    if (alsoConnect && sharesWithConnect(candidate, candidates)) {
      wanted.push({ ...one, registry: RED_HAT_CONNECT });
    }
  }
  const names = new Set<string>();
  for (const { username, ...scope } of wanted) {
    const registry = scopeOf(scope);
    const name = JSON.stringify([registry, username]);
    if (names.has(name)) throw new Failure('IMPORT_NOT_POSSIBLE', { registry, username });
    names.add(name);
  }
  return wanted;
}

/**
 * What targets of a format get: they have one account for a registry or namespace, so of several users the
 * first chosen. Namespaces go only where readers tell them apart.
 */
export function changesOf(wanted: readonly Wanted[], format: TargetFormat): Change[] {
  return writtenTo(wanted, format).map(({ username, secret, ...scope }) => ({
    do: 'set',
    registry: scopeOf(scope),
    username,
    secret,
  }));
}

/** Those of the wanted that a target of a format gets. */
export function writtenTo<W extends Wanted>(wanted: readonly W[], format: TargetFormat): W[] {
  const scopes = new Set<string>();
  return wanted.filter((each) => {
    const scope = scopeOf(each);
    if (scopes.has(scope)) return false;
    scopes.add(scope);
    return each.namespace === undefined || takesNamespaces(format);
  });
}
