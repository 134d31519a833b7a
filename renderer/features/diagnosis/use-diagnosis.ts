import { useState } from 'react';
import type { Diagnosis, Probe, RegistryDiagnosis, Subject } from '../../../shared/diagnosis.ts';
import type { RunEvent } from '../../../shared/run.ts';
import { call, subscribe } from '../../bridge.ts';
import { useRun } from '../../run.ts';

type ProbeEvent = Extract<RunEvent, { type: 'probe' }>;
/** A probe that has not ended. */
export type RunningProbe = Pick<ProbeEvent, 'id' | 'kind' | 'target' | 'limitMs'> & {
  readonly status: 'running';
};

/** What is known of one registry or image so far. */
export interface Progress {
  readonly name: string;
  readonly probes: readonly (Probe | RunningProbe)[];
  /** Null until all of its probes have ended. */
  readonly done: RegistryDiagnosis | null;
}

/** What is known after one more event. */
export function reduceProgress(before: readonly Progress[], event: RunEvent): readonly Progress[] {
  if (event.type === 'diagnosed') return withProgress(before, doneOf(event.registry));
  if (event.type !== 'probe') return before;
  const { name, id, kind, target, limitMs, result } = event;
  const progress = before.find((each) => each.name === name) ?? { name, probes: [], done: null };
  const probe = result ?? { id, kind, target, limitMs, status: 'running' as const };
  const at = progress.probes.findIndex((each) => each.id === id);
  const probes = at < 0 ? [...progress.probes, probe] : progress.probes.with(at, probe);
  return withProgress(before, { ...progress, probes });
}

/**
 * What is known once nothing more comes. An answer may overtake the last events, so what still seems to run was stopped.
 */
export function stopped(before: readonly Progress[]): readonly Progress[] {
  return before.map((progress) => ({
    ...progress,
    probes: progress.probes.map((probe) =>
      probe.status === 'running'
        ? {
            ...probe,
            status: 'skipped',
            because: 'cancelled',
            durationMs: 0,
            evidence: [],
            cause: null,
          }
        : probe,
    ),
  }));
}

function doneOf(registry: RegistryDiagnosis): Progress {
  return { name: registry.name, probes: registry.probes, done: registry };
}

function withProgress(before: readonly Progress[], progress: Progress): readonly Progress[] {
  const at = before.findIndex(({ name }) => name === progress.name);
  return at < 0 ? [...before, progress] : before.with(at, progress);
}

/** One diagnosis at a time, with what its events tell. */
export function useDiagnosis() {
  const { view, start, cancel } = useRun();
  const [progress, setProgress] = useState<readonly Progress[]>([]);
  const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const following = async (work: (runId: string) => Promise<void>) => {
    setError(null);
    let stop = () => {};
    try {
      await start((runId) => {
        stop = subscribe('run', (event) => {
          if (event.runId === runId) setProgress((before) => reduceProgress(before, event));
        });
        return work(runId);
      });
    } catch (cause) {
      setError(cause as Error);
      setProgress(stopped);
    } finally {
      stop();
    }
  };

  const run = (subject: Subject) => {
    setProgress([]);
    setDiagnosis(null);
    return following(async (runId) => {
      const found = await call('diagnosis.run', { runId, subject });
      setProgress(found.registries.map(doneOf));
      setDiagnosis(found);
    });
  };

  /** @param probeId null: everything about it */
  const rerun = (name: string, probeId: string | null) => {
    if (diagnosis === null) return;
    const before = progress.find((each) => each.name === name);
    if (probeId === null) {
      setProgress((all) => withProgress(all, { name, probes: [], done: null }));
    }
    void following(async (runId) => {
      try {
        const input = { runId, of: diagnosis.runId, name, probeId };
        const again = await call('diagnosis.rerun', input);
        setProgress((all) => withProgress(all, doneOf(again)));
      } catch (cause) {
        // What was known before still is.
        if (before) setProgress((all) => withProgress(all, before));
        throw cause;
      }
    });
  };

  return { isRunning: view.running, progress, diagnosis, error, run, rerun, cancel };
}
