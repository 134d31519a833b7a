import { scopeOf, scopesServing } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { Finding } from '../../../shared/doctor.ts';
import type {
  CandidateReason,
  Explanation,
  LookupCandidate,
  LookupStep,
  Resolution,
} from '../../../shared/lookup.ts';
import type { TargetView } from '../../../shared/target.ts';

/** What can be done about a login that a tool does not come to. */
export type Remedy =
  /** The doctor knows a fix. */
  | { readonly kind: 'fix'; readonly finding: Finding }
  /** A stored credential goes where the tool finds it. */
  | { readonly kind: 'write'; readonly credential: CredentialView; readonly target: TargetView }
  /** Nothing stored serves it: a login writes under the key that the tool finds. */
  | { readonly kind: 'log-in' }
  /** Another tool's login has to be taken over before it can be written elsewhere. */
  | { readonly kind: 'take-over' }
  /** Only root writes where the tool looks. */
  | { readonly kind: 'root' };

/** What is known beside the explanation itself. */
export interface Surroundings {
  readonly explanation: Explanation;
  readonly findings: readonly Finding[];
  readonly credentials: readonly CredentialView[];
  readonly targets: readonly TargetView[];
}

/** Reasons that are as the user wants them: a more specific login, or somebody else's image. */
const AS_IT_SHOULD: readonly CandidateReason[] = ['wins', 'less-specific', 'other-namespace'];
/** What breaks the reading of a whole file. */
const BREAKS_FILE: readonly Finding['code'][] = ['bad-base64', 'no-colon', 'file-malformed'];

/** What to do about one key that did not win; null where nothing is wrong with that. */
export function remedyOf(
  candidate: LookupCandidate,
  step: LookupStep,
  resolution: Resolution,
  around: Surroundings,
): Remedy | null {
  const { key, reason } = candidate;
  if (AS_IT_SHOULD.includes(reason)) return null;
  const inFile = fixableIn(step, around);
  const finding =
    inFile.find(({ evidence }) => evidence.key === key) ??
    (reason === 'file-partly-read'
      ? inFile.find(({ code }) => BREAKS_FILE.includes(code))
      : undefined) ??
    (reason === 'helper-is-final'
      ? inFile.find(({ evidence }) => evidence.helper === step.helper)
      : undefined);
  if (finding !== undefined) return { kind: 'fix', finding };
  if (reason === 'earlier-source-wins') return overtaking(candidate, step, resolution, around);
  return around.credentials.some((each) => isFor(each, around.explanation))
    ? (writes(resolution, around)[0] ?? null)
    : { kind: 'log-in' };
}

/** What to do where a tool comes to no login at all, or stops; each once. */
export function remediesOf(resolution: Resolution, around: Surroundings): Remedy[] {
  const { steps, winner, problem } = resolution;
  const fixes = steps.flatMap((step) => [
    ...(step.problem === null ? [] : fixableIn(step, around).filter(isAbout(step))),
    ...step.candidates.flatMap((candidate) => {
      const remedy = remedyOf(candidate, step, resolution, around);
      return remedy?.kind === 'fix' ? [remedy.finding] : [];
    }),
  ]);
  const found: Remedy[] = [...new Set(fixes)].map((finding) => ({ kind: 'fix', finding }));
  if (winner?.hasSecret === true || problem !== null) return found;
  const others = writes(resolution, around);
  return [...found, ...(others.length > 0 ? others : [wayIn(resolution, around)])];
}

function fixableIn({ source }: LookupStep, { findings }: Surroundings): Finding[] {
  return findings.filter(({ path, fix }) => path === source && fix !== null);
}

/** Whether a finding is about what stopped the tool at a step. */
function isAbout({ helper, problem }: LookupStep) {
  return ({ code, evidence }: Finding) =>
    (helper !== null && evidence.helper === helper) ||
    (problem?.context.key !== undefined && evidence.key === problem.context.key) ||
    code === 'file-malformed' ||
    code === 'owned-by-root' ||
    code === 'owned-by-another';
}

/** A login in a later file is put into the file that answers before it, unless that has it already. */
function overtaking(
  { key }: LookupCandidate,
  { source }: LookupStep,
  { winner, steps }: Resolution,
  { targets, credentials }: Surroundings,
): Remedy | null {
  const entry = targets
    .find(({ path }) => path === source)
    ?.entries.find((each) => each.key === key);
  const credential = credentials.find(({ id }) => id === entry?.credentialId);
  const first = winner === null ? undefined : steps[winner.step]?.source;
  const target = targets.find(({ path, writable }) => path === first && writable);
  if (entry === undefined || target === undefined) return null;
  if (credential === undefined) return { kind: 'take-over' };
  const isThere = credential.states.some(
    ({ targetId, state }) => targetId === target.id && state === 'in-sync',
  );
  return isThere ? null : { kind: 'write', credential, target };
}

/** The stored credentials that serve the image, each where the tool would find it first. */
function writes(resolution: Resolution, around: Surroundings): Remedy[] {
  const target = placeOf(resolution, around);
  if (target === undefined) return [];
  return around.credentials
    .filter((credential) => isFor(credential, around.explanation))
    .filter(({ namespace }) => namespace === undefined || target.format === 'containers-auth')
    .map((credential) => ({ kind: 'write', credential, target }));
}

function placeOf({ steps }: Resolution, { targets }: Surroundings): TargetView | undefined {
  const places = steps.flatMap(
    ({ source }) => targets.find(({ path, writable }) => path === source && writable) ?? [],
  );
  return places.find(({ preferred }) => preferred) ?? places[0];
}

function wayIn(resolution: Resolution, around: Surroundings): Remedy {
  return placeOf(resolution, around) === undefined ? { kind: 'root' } : { kind: 'log-in' };
}

function isFor(credential: CredentialView, { registry, repository }: Explanation): boolean {
  const scope = scopeOf({ registry, namespace: repository ?? undefined });
  return scopesServing(scope).includes(scopeOf(credential));
}
