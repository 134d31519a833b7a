import type { Consumer, LookupCandidate, LookupStep, Resolution } from '../../../shared/lookup.ts';
import { Failure } from '../failure.ts';
import { craneSources } from './crane.ts';
import { dockerSources } from './docker.ts';
import { kubeletSources } from './kubelet.ts';
import { ocSources } from './oc.ts';
import { podmanSources } from './podman.ts';
import type { Consulted, ImageReference, LookupWorld, Source } from './world.ts';

const SOURCES = {
  podman: podmanSources,
  docker: dockerSources,
  crane: craneSources,
  kubelet: kubeletSources,
  oc: ocSources,
} as const satisfies Record<
  Consumer,
  (world: LookupWorld, reference: ImageReference) => Promise<Source[]>
>;

/**
 * Which credential one tool would use for one image on this machine, and why the others lose.
 * Sources behind the winner are read too, to say what is there; what goes wrong in them is not the
 * tool's problem and is not reported as such.
 * @see containers-auth.json(5)
 */
export async function resolve(
  world: LookupWorld,
  consumer: Consumer,
  reference: ImageReference,
): Promise<Resolution> {
  const steps: LookupStep[] = [];
  let winner: Resolution['winner'] = null;
  let problem: Resolution['problem'] = null;
  let ended = false;
  let failedStore: number | null = null;

  for (const source of await SOURCES[consumer](world, reference)) {
    const { consulted, failure } = await consult(source);
    const passed = ended || source.unread === true || source.store === failedStore;
    const step = stepOf(source, consulted, failure, passed);
    steps.push(step);
    if (passed) continue;
    const wins = consulted?.winner && (step.problem === null || source.forgiving);
    if (step.problem !== null && !wins) {
      if (source.forgiving) continue;
      problem ??= step.problem;
      if (source.store === undefined) ended = true;
      else failedStore = source.store;
    } else if (consulted?.winner) {
      problem = null;
      winner = { step: steps.length - 1, ...consulted.winner };
      ended = true;
    } else if (source.final && consulted !== null) {
      ended = true;
    }
  }
  const { registry, repository } = reference;
  const text = repository === null ? registry : `${registry}/${repository}`;
  return { consumer, reference: text, registry, steps, winner, problem };
}

async function consult(
  source: Source,
): Promise<{ consulted: Consulted | null; failure: Failure | null }> {
  try {
    const consulted = await source.consult();
    return { consulted, failure: consulted?.problem ?? null };
  } catch (error) {
    if (error instanceof Failure) return { consulted: null, failure: error };
    throw error;
  }
}

function stepOf(
  source: Source,
  consulted: Consulted | null,
  failure: Failure | null,
  ended: boolean,
): LookupStep {
  const candidates = consulted?.candidates ?? [];
  return {
    kind: source.kind,
    source: source.source,
    origin: source.origin,
    helper: consulted?.helper ?? null,
    outcome: outcomeOf(consulted, failure, ended),
    candidates: (ended ? candidates.map((each) => beaten(each, source)) : candidates).slice(0, 200),
    problem: failure === null ? null : wire(failure, source),
  };
}

function outcomeOf(
  consulted: Consulted | null,
  failure: Failure | null,
  ended: boolean,
): LookupStep['outcome'] {
  if (ended) return consulted === null && failure === null ? 'absent' : 'not-reached';
  if (consulted?.winner) return 'won';
  if (failure !== null) return 'error';
  return consulted === null ? 'absent' : 'no-match';
}

/** A key that would have won, had the tool come here. */
function beaten(candidate: LookupCandidate, { unread }: Source): LookupCandidate {
  if (candidate.reason !== 'wins') return candidate;
  return { ...candidate, reason: unread ? 'files-not-asked' : 'earlier-source-wins' };
}

function wire(failure: Failure, source: Source): NonNullable<LookupStep['problem']> {
  const { code, context, retryable } = failure;
  const place = source.kind === 'file' ? { path: source.source } : {};
  return { code, context: { ...place, ...context }, retryable, correlationId: '' };
}
