import type { Progress } from './use-diagnosis.ts';

type Shown = Progress['probes'][number];

/** How a whole registry or image came out; `running` until all of its probes have ended. */
export type Result = Shown['status'];

/** The probes of one registry or image, by what they are to somebody who wants to know why a pull fails. */
export interface ProbeGroups {
  /** Those that are news: what failed, warns or still runs, the headline's first. */
  readonly news: readonly Shown[];
  readonly passed: readonly Shown[];
  /** Hosts of the allow-list without a finding: two dozen would hide the one that has. */
  readonly reached: readonly Shown[];
  readonly skipped: readonly Shown[];
  /** What failed, warns or was skipped only because of the headline. */
  readonly consequences: readonly Shown[];
}

/** A probe that is looked at again stays where it was until it has ended. */
export function groupsOf({ probes, done }: Progress): ProbeGroups {
  const behind = new Set(done?.consequences);
  const ended = new Map(done?.probes.map(({ id, status }) => [id, status]));
  const of = (probe: Shown): keyof ProbeGroups => {
    if (behind.has(probe.id)) return 'consequences';
    const status = ended.get(probe.id) ?? probe.status;
    if (status === 'pass') return probe.kind === 'allow-list' ? 'reached' : 'passed';
    return status === 'skipped' ? 'skipped' : 'news';
  };
  const all = (group: keyof ProbeGroups) => probes.filter((probe) => of(probe) === group);
  const first = done?.headline?.probeId;
  return {
    news: all('news').sort((a, b) => Number(b.id === first) - Number(a.id === first)),
    passed: all('passed'),
    reached: all('reached'),
    skipped: all('skipped'),
    consequences: all('consequences'),
  };
}

/** Whether it was stopped: what was not looked at may be wrong. */
export function isStopped({ probes }: Pick<Progress, 'probes'>): boolean {
  return probes.some((probe) => probe.status === 'skipped' && probe.because === 'cancelled');
}

export function resultOf({ probes, done }: Progress): Result {
  if (done?.headline) return done.headline.severity;
  if (isStopped(done ?? { probes })) return 'skipped';
  return done === null ? 'running' : 'pass';
}
