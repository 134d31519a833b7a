import { expect, test } from 'vitest';
import {
  groupsOf,
  type ProbeGroups,
  resultOf,
} from '../../../renderer/features/diagnosis/probe-groups.ts';
import { type Progress, stopped } from '../../../renderer/features/diagnosis/use-diagnosis.ts';
import type { Probe, RegistryDiagnosis } from '../../../shared/diagnosis.ts';

const probe = (id: string, status: Probe['status'], more: Partial<Probe> = {}): Probe => ({
  id,
  kind: 'dns',
  target: null,
  status,
  because: null,
  durationMs: 1,
  limitMs: 100,
  evidence: [],
  cause: null,
  ...more,
});
const probes = [
  probe('files', 'pass'),
  probe('clock', 'warn'),
  probe('tls', 'fail'),
  probe('ping', 'skipped', { because: 'depends-on-failed' }),
  probe('manifest', 'skipped', { because: 'no-image' }),
  probe('allow-list:a', 'pass', { kind: 'allow-list' }),
  probe('allow-list:b', 'fail', { kind: 'allow-list' }),
];
const done: RegistryDiagnosis = {
  name: 'a.example',
  registry: 'a.example',
  repository: null,
  reference: null,
  plainHttp: false,
  username: null,
  probes,
  headline: { cause: 'tls-failed', remedy: 'ask-registry-owner', probeId: 'tls', severity: 'fail' },
  consequences: ['ping', 'allow-list:b'],
  others: [],
  durationMs: 7,
};
const ids = (progress: Progress) => {
  const groups = groupsOf(progress);
  const names = Object.keys(groups) as (keyof ProbeGroups)[];
  return Object.fromEntries(names.map((name) => [name, groups[name].map(({ id }) => id)]));
};

test('the headline’s probe comes first; what is no news is folded, each kind by itself', () => {
  expect(ids({ name: done.name, probes, done })).toEqual({
    news: ['tls', 'clock'],
    passed: ['files'],
    reached: ['allow-list:a'],
    skipped: ['manifest'],
    consequences: ['ping', 'allow-list:b'],
  });
});

test('what is looked at again stays where it was; what runs for the first time is news', () => {
  const running = { ...probe('files', 'pass'), status: 'running' as const };
  const again = [running, ...probes.slice(1)];
  expect(ids({ name: done.name, probes: again, done }).passed).toEqual(['files']);
  expect(ids({ name: done.name, probes: again, done: null }).news).toContain('files');
});

test('a result is the headline’s, else well, unless something was not looked at', () => {
  const of = (over: Partial<RegistryDiagnosis>) =>
    resultOf({ name: done.name, probes, done: { ...done, ...over } });
  const running = [{ ...probe('tls', 'pass'), status: 'running' as const }];
  const unfinished = { name: done.name, probes: running, done: null };
  expect(resultOf(unfinished)).toBe('running');
  expect(stopped([unfinished]).map(resultOf)).toEqual(['skipped']);
  expect(of({})).toBe('fail');
  expect(of({ headline: null })).toBe('pass');
  const cancelled = [probe('tls', 'skipped', { because: 'cancelled' })];
  expect(of({ headline: null, probes: cancelled })).toBe('skipped');
});
