import { randomUUID } from 'node:crypto';
import { scopeOf } from '../../../shared/auth-scope.ts';
import { checkShape, guessKind } from '../../../shared/credential-shape.ts';
import { parseHostAndPort } from '../../../shared/host-name.ts';
import type { ImportProblem, ImportShell } from '../../../shared/importing.ts';
import { isDockerHub, knownRegistry, TELEMETRY_HOST } from '../../../shared/registry.ts';
import { Secret } from '../secret.ts';
import type { Found } from './found.ts';

const RED_HAT = 'registry.redhat.io';
export const RED_HAT_CONNECT = 'registry.connect.redhat.com';
/** `number|name` with a token: what the portal gives out for its own registries. */
const SERVICE_ACCOUNT = /^\d*\|.+$/;

/** A credential that waits in main for the user's choice. */
export interface Candidate {
  readonly id: string;
  readonly key: string | null;
  /** `host[:port]`, normal; null until the user says which. */
  readonly registry: string | null;
  /** The only namespace of it; null for the whole registry. */
  readonly namespace: string | null;
  readonly username: string | null;
  readonly secret: Secret | null;
  readonly holder: string | null;
  readonly shell: ImportShell | null;
  readonly problem: ImportProblem | null;
}

/** A candidate that can be stored. */
export interface WholeCandidate extends Candidate {
  readonly registry: string;
  readonly username: string;
  readonly secret: Secret;
}

/** What a candidate is for, as one text (see `AuthScope`). */
export function scopeTextOf({ registry, namespace }: WholeCandidate): string {
  return scopeOf({ registry, ...(namespace !== null && { namespace }) });
}

export function isWhole(candidate: Candidate): candidate is WholeCandidate {
  const { registry, username, secret, problem } = candidate;
  return problem === null && registry !== null && username !== null && secret !== null;
}

/** Makes candidates of what was found; what says the same twice is there once. */
export function candidatesOf(all: readonly Found[]): Candidate[] {
  const seen = new Set<string>();
  const candidates: Candidate[] = [];
  for (const found of all) {
    const candidate = candidateOf(found);
    const { registry, namespace, username, problem } = candidate;
    // Keys that mean the same registry are one.
    const key = registry === null ? candidate.key : null;
    const sign = JSON.stringify([registry, namespace, key, username, found.secret, problem]);
    if (seen.has(sign)) continue;
    seen.add(sign);
    candidates.push(candidate);
  }
  return candidates;
}

function candidateOf({ secret, ...found }: Found): Candidate {
  const candidate: Candidate = {
    ...found,
    id: randomUUID(),
    key: found.key?.slice(0, 1024) ?? null,
    secret: secret === null ? null : new Secret(secret),
    registry: null,
    // What is too long to be shown is too long to be stored.
    username: found.username === null ? null : found.username.slice(0, 512),
  };
  const named = found.registry ?? suggested({ ...found, secret });
  if (named === null)
    return found.problem === null ? checked(candidate, found.username) : candidate;
  return placed(candidate, named, found.username);
}

/** Only what the portal gives out says by itself where it belongs. */
function suggested({ key, username, secret }: Found): string | null {
  const portals = key === null && SERVICE_ACCOUNT.test(username ?? '') && secret?.startsWith('eyJ');
  return portals ? RED_HAT : null;
}

/** The candidate at a registry. @param host `host[:port]` in any case, or a name of Docker Hub */
export function placed(
  candidate: Candidate,
  host: string,
  username = candidate.username,
): Candidate {
  const parsed = parseHostAndPort(host);
  if (!parsed.ok) return { ...candidate, problem: candidate.problem ?? 'registry-invalid' };
  const name = parsed.port === null ? parsed.host : `${parsed.host}:${parsed.port}`;
  const registry = isDockerHub(name) ? 'docker.io' : name;
  const at = { ...candidate, registry };
  if (registry === TELEMETRY_HOST) return { ...at, problem: 'telemetry' };
  if (knownRegistry(registry)?.accepts.length === 0) return { ...at, problem: 'login-not-needed' };
  return candidate.problem === null ? checked(at, username) : at;
}

/** What no tool could store or send is said now. */
function checked(candidate: Candidate, username: string | null): Candidate {
  const { registry, secret } = candidate;
  const shape = {
    kind: 'other',
    registry: registry ?? '',
    username: username ?? '',
    secret: secret?.reveal() ?? '',
  } as const;
  const error = checkShape(shape).find(({ level }) => level === 'error');
  if (error === undefined) return candidate;
  return {
    ...candidate,
    problem: error.code.startsWith('username-') ? 'username-invalid' : 'secret-invalid',
  };
}

/** What a credential most likely is. */
export function kindOf({ registry, username, secret }: Candidate) {
  return guessKind({
    registry: registry ?? '',
    username: username ?? '',
    secret: secret?.reveal() ?? '',
  });
}

/** Whether the other registry that takes Red Hat's credentials has none among the candidates. */
export function sharesWithConnect(
  { registry, namespace, problem }: Candidate,
  all: readonly Candidate[],
): boolean {
  return (
    problem === null &&
    registry === RED_HAT &&
    namespace === null &&
    !all.some((other) => other.registry === RED_HAT_CONNECT && other.problem === null)
  );
}

/** Others for the same registry and user, with other secrets. */
export function rivalsOf(candidate: Candidate, all: readonly Candidate[]): string[] {
  if (!isWhole(candidate)) return [];
  return all
    .filter(
      (other) =>
        other.id !== candidate.id &&
        isWhole(other) &&
        scopeTextOf(other) === scopeTextOf(candidate) &&
        other.username === candidate.username,
    )
    .map(({ id }) => id);
}
