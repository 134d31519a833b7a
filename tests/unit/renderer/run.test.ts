import { describe, expect, it } from 'vitest';
import { endRun, type RunView, reduceRun } from '../../../renderer/run.ts';

const runId = crypto.randomUUID();
const before: RunView = {
  running: true,
  steps: {},
  progress: null,
  question: null,
  storePromptLimitMs: null,
};

describe('what the events of a run say', () => {
  it('keeps the last word on each step', () => {
    const step = { type: 'step', runId, step: 'ping', host: 'quay.io', limitMs: 10_000 } as const;
    const running = reduceRun(before, { ...step, seq: 0, status: 'running' });
    const done = reduceRun(running, { ...step, seq: 1, status: 'done' });
    expect(running.steps.ping?.status).toBe('running');
    expect(done.steps.ping?.status).toBe('done');
    expect(done.steps.challenge).toBeUndefined();
  });

  it('ends what an answer overtook as the run ended, and nothing else', () => {
    const about = { type: 'step', runId, seq: 0, host: 'quay.io', limitMs: 10_000 } as const;
    const running = [
      { ...about, step: 'ping', status: 'skipped' } as const,
      { ...about, step: 'verdict', status: 'running' } as const,
    ].reduce(reduceRun, before);
    for (const how of ['done', 'failed'] as const) {
      const { steps, running: isRunning } = endRun(running, how);
      expect([steps.ping?.status, steps.verdict?.status]).toEqual(['skipped', how]);
      expect(isRunning).toBe(false);
    }
  });

  it('N2: holds the question that names both hosts until it is answered', () => {
    const question = {
      type: 'question',
      runId,
      seq: 2,
      questionId: crypto.randomUUID(),
      question: 'realm',
      registry: 'registry.example.com',
      realmHost: 'auth.example.net',
    } as const;
    expect(reduceRun(before, question).question).toEqual(question);
  });

  it("S3: shows the store's prompt until the next step moves", () => {
    const prompting = reduceRun(before, { type: 'store-prompt', runId, seq: 3, limitMs: 120_000 });
    expect(prompting.storePromptLimitMs).toBe(120_000);
    const after = reduceRun(prompting, {
      type: 'step',
      runId,
      seq: 4,
      step: 'store-secret',
      status: 'done',
      host: null,
      limitMs: 5000,
    });
    expect(after.storePromptLimitMs).toBeNull();
  });
});
