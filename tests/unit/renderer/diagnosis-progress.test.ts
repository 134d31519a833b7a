import { expect, test } from 'vitest';
import { reduceProgress, stopped } from '../../../renderer/features/diagnosis/use-diagnosis.ts';
import type { Probe, RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import type { RunEvent } from '../../../shared/run.ts';

const runId = '5f0c7c66-6f0c-4b6c-9d2e-0b1f5a3c2d4e';
const began = (name: string, id: string): RunEvent => ({
  type: 'probe',
  runId,
  seq: 0,
  name,
  id,
  kind: 'dns',
  target: null,
  limitMs: 100,
  result: null,
});
const result: Probe = {
  id: 'dns',
  kind: 'dns',
  target: null,
  status: 'pass',
  because: null,
  durationMs: 3,
  limitMs: 100,
  evidence: [],
  cause: null,
};
const registry: RegistryDiagnosis = {
  name: 'a.example',
  registry: 'a.example',
  repository: null,
  reference: null,
  plainHttp: false,
  username: null,
  probes: [result],
  headline: null,
  consequences: [],
  others: [],
  durationMs: 4,
};

test('a probe is shown as it begins, in its place as it ends, and each registry by itself', () => {
  const events: RunEvent[] = [
    began('a.example', 'dns'),
    began('b.example', 'dns'),
    began('a.example', 'ping'),
    { ...began('a.example', 'dns'), result } as RunEvent,
  ];
  const progress = events.reduce(reduceProgress, []);
  expect(progress.map(({ name }) => name)).toEqual(['a.example', 'b.example']);
  expect(progress[0]?.probes.map(({ id, status }) => [id, status])).toEqual([
    ['dns', 'pass'],
    ['ping', 'running'],
  ]);
  const done = reduceProgress(progress, { type: 'diagnosed', runId, seq: 9, registry });
  expect(done[0]).toEqual({ name: 'a.example', probes: [result], done: registry });
  expect(done[1]).toBe(progress[1]);
});

test('what an answer overtook does not seem to run for ever', () => {
  const progress = stopped(
    [
      began('a.example', 'dns'),
      { ...began('a.example', 'ping'), result: { ...result, id: 'ping' } } as RunEvent,
    ].reduce(reduceProgress, []),
  );
  expect(progress[0]?.probes.map((probe) => [probe.id, probe.status])).toEqual([
    ['dns', 'skipped'],
    ['ping', 'pass'],
  ]);
});
