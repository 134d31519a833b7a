import { setTimeout as delay } from 'node:timers/promises';
import type { Probe, RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { Failure } from '../failure.ts';
import { TimedOut, within } from '../registry/wire/within.ts';
import { inOrderOf, judge } from './causes.ts';
import type { Examination } from './examination.ts';
import { allowListProbes } from './probes/allow-list.ts';
import { blobProbe } from './probes/blob.ts';
import { challengeProbe } from './probes/challenge.ts';
import { configurationProbe } from './probes/configuration.ts';
import { dnsProbe } from './probes/dns.ts';
import { lookupProbe } from './probes/lookup.ts';
import { manifestProbe } from './probes/manifest.ts';
import { pingProbe } from './probes/ping.ts';
import { proxyProbe } from './probes/proxy.ts';
import { tcpProbes, tcpSkipped } from './probes/tcp.ts';
import { tlsProbe } from './probes/tls.ts';
import { anonymousTokenProbe, tokenProbe } from './probes/token.ts';
import { fail, type Outcome, type ProbeSpec, resultOf, saw, skip } from './probing.ts';

/** Hears of each probe twice: `result` is null when it begins. */
export type Report = (spec: ProbeSpec, result: Probe | null) => void;

/** What a run gives each of its registries. */
export interface Course {
  readonly signal: AbortSignal;
  /** In the clock of `performance.now()`: nothing goes on after that. */
  readonly deadline: number;
  readonly report: Report;
}

/** A name server that takes longer is waited for anyway. */
const FILES_AFTER_MS = 10;

/** The probes along the way of a pull, each of which builds on those before it. */
const WAY = [
  proxyProbe,
  tlsProbe,
  pingProbe,
  challengeProbe,
  anonymousTokenProbe,
  tokenProbe,
  manifestProbe,
  blobProbe,
] as const;

/**
 * Makes every probe of one registry: files and tools beside the way of a pull, and beside both the allow-list.
 * A probe that can say nothing since one before it failed is skipped; a cancelled run skips what is left.
 *
 * @throws the store's codes when a proxy's password cannot be read; INTERNAL for a fault of a probe
 */
export async function examine(
  examination: Examination,
  course: Course,
): Promise<RegistryDiagnosis> {
  const startedAt = performance.now();
  const probes = new Map<string, Probe>();
  const make = async (spec: ProbeSpec): Promise<Probe> => {
    const probe = await makeProbe(spec, course);
    probes.set(probe.id, probe);
    return probe;
  };
  await examination.open(course.signal);
  try {
    const named = make(dnsProbe(examination));
    const way = (async () => {
      await named;
      const hosts = Promise.all(allowListProbes(examination).map(make));
      const connections = tcpProbes(examination).map(make);
      if (connections.length === 0) await make(tcpSkipped(examination));
      // One that stands is enough to go on; what becomes of the others is told when it is known.
      const first = Promise.any(
        connections.map(async (connection) => {
          if ((await connection).status !== 'pass') throw new Error('not connected');
        }),
      );
      await first.catch(() => {});
      for (const probe of WAY) await make(probe(examination));
      await Promise.all([hosts, ...connections]);
    })();
    const here = (async () => {
      // Files that are read now would hold up the first question; they are done long before the way is.
      await Promise.race([named, delay(FILES_AFTER_MS)]);
      await make(configurationProbe(examination));
      await make(lookupProbe(examination));
    })();
    await settled([here, way]);
    return diagnosisOf(examination, [...probes.values()], performance.now() - startedAt);
  } finally {
    examination.close();
  }
}

/**
 * Makes one probe again, with what is known from the others, and judges anew.
 *
 * @param before what was found out about the registry so far
 * @throws RUN_UNKNOWN for a probe that was never made; the store's codes
 */
export async function examineAgain(
  examination: Examination,
  before: RegistryDiagnosis,
  id: string,
  course: Course,
): Promise<RegistryDiagnosis> {
  const startedAt = performance.now();
  await examination.open(course.signal);
  try {
    const specs = [
      configurationProbe(examination),
      lookupProbe(examination),
      dnsProbe(examination),
      ...tcpProbes(examination),
      tcpSkipped(examination),
      ...WAY.map((probe) => probe(examination)),
      ...allowListProbes(examination),
    ];
    const spec = specs.find((each) => each.id === id);
    if (spec === undefined || !before.probes.some((probe) => probe.id === id)) {
      throw new Failure('RUN_UNKNOWN');
    }
    const made = await makeProbe(spec, course);
    const probes = before.probes.map((probe) => (probe.id === id ? made : probe));
    return diagnosisOf(examination, probes, performance.now() - startedAt);
  } finally {
    examination.close();
  }
}

async function makeProbe(spec: ProbeSpec, { signal, deadline, report }: Course): Promise<Probe> {
  report(spec, null);
  const startedAt = performance.now();
  const outcome = await outcomeOf(spec, signal, deadline - startedAt);
  const probe = resultOf(spec, outcome, performance.now() - startedAt);
  report(spec, probe);
  return probe;
}

async function outcomeOf(spec: ProbeSpec, signal: AbortSignal, leftMs: number): Promise<Outcome> {
  if (signal.aborted) return skip('cancelled');
  if (leftMs <= 0) return skip('limit-reached');
  const limitMs = Math.min(spec.limitMs, leftMs);
  try {
    return await within({ limitMs, signal }, (ended) => spec.look({ limitMs, signal: ended }));
  } catch (error) {
    if (signal.aborted) return skip('cancelled');
    if (!(error instanceof TimedOut)) throw error;
    const seen = saw('not-connected', { address: spec.target, problem: 'timed-out' });
    return fail(limitMs < spec.limitMs ? 'limit-reached' : spec.late, seen);
  }
}

/** Waits for all, whatever becomes of them, and then throws what the first threw. */
async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

function diagnosisOf(
  { about, name }: Examination,
  probes: readonly Probe[],
  durationMs: number,
): RegistryDiagnosis {
  const { registry, repository, reference, plainHttp, asking } = about;
  const { headline, consequences, others } = judge(probes);
  return {
    name,
    registry,
    repository,
    reference,
    plainHttp,
    username: asking?.username ?? null,
    probes: inOrderOf(probes),
    headline,
    consequences: [...consequences],
    others: [...others],
    durationMs: Math.round(durationMs),
  };
}
