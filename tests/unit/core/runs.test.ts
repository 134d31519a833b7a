import { describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { Runs } from '../../../electron/core/runs.ts';
import type { RunEvent } from '../../../shared/run.ts';

const ID = '7b1f6a2e-6a8b-4f0e-9d8e-0a4c3f1f2a01';
const OTHER = '7b1f6a2e-6a8b-4f0e-9d8e-0a4c3f1f2a02';

/** Collects events and lets a test wait for the next one of a type. */
function recorder() {
  const events: RunEvent[] = [];
  const waiting: { type: RunEvent['type']; resolve: (event: RunEvent) => void }[] = [];
  return {
    events,
    emit: (event: RunEvent) => {
      events.push(event);
      for (const entry of waiting.splice(0)) {
        if (entry.type === event.type) entry.resolve(event);
        else waiting.push(entry);
      }
    },
    next: (type: RunEvent['type']) =>
      new Promise<RunEvent>((resolve) => waiting.push({ type, resolve })),
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function question(event: RunEvent): string {
  if (event.type !== 'question') throw new Error(`not a question: ${event.type}`);
  return event.questionId;
}

describe('a run', () => {
  it('numbers its events from 0, each run for itself', async () => {
    const { events, emit } = recorder();
    const runs = new Runs(emit);
    const work = (runId: string) =>
      runs.during(runId, async (run) => {
        run.step('ping', 'running', { host: 'quay.io', limitMs: 5000 });
        run.step('ping', 'done', { host: 'quay.io' });
      });
    await Promise.all([work(ID), work(OTHER)]);
    for (const runId of [ID, OTHER]) {
      expect(events.filter((event) => event.runId === runId).map((event) => event.seq)).toEqual([
        0, 1,
      ]);
    }
  });

  it('ends with its work, says nothing after that and is unknown then', async () => {
    const { events, emit } = recorder();
    const runs = new Runs(emit);
    let late = () => {};
    await expect(
      runs.during(ID, async (run) => {
        late = () => run.step('verdict', 'done');
        return 7;
      }),
    ).resolves.toBe(7);
    late();
    expect(events).toEqual([]);
    expect(runs.size).toBe(0);
    expect(() => runs.cancel(ID)).toThrowError(expect.objectContaining({ code: 'RUN_UNKNOWN' }));
  });

  it('ends as it begins where the cancel came first', async () => {
    const runs = new Runs(() => {});
    expect(() => runs.cancel(ID)).toThrowError(expect.objectContaining({ code: 'RUN_UNKNOWN' }));
    const work = () => expect.fail('has begun');
    await expect(runs.during(ID, work)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await runs.during(ID, async () => 7)).toBe(7);
  });

  it('is refused while another of the same id is under way', async () => {
    const runs = new Runs(() => {});
    const first = runs.during(ID, (run) => untilAborted(run.signal));
    await expect(runs.during(ID, async () => {})).rejects.toMatchObject({
      code: 'IPC_INVALID_INPUT',
    });
    runs.cancel(ID);
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('cancelling', () => {
  it('aborts the signal of that run and no other', async () => {
    const runs = new Runs(() => {});
    const cancelled = runs.during(ID, (run) => untilAborted(run.signal));
    let finish = (_value: string) => {};
    const other = runs.during(
      OTHER,
      () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    );
    runs.cancel(ID);
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    finish('done');
    await expect(other).resolves.toBe('done');
  });

  it('leaves work behind that ignores its signal', async () => {
    const runs = new Runs(() => {}, { stopMs: 5 });
    const stuck = runs.during(ID, () => new Promise(() => {}));
    runs.cancel(ID);
    await expect(stuck).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(runs.size).toBe(0);
  });

  it('happens by itself at the limit of a run, and names it', async () => {
    const runs = new Runs(() => {}, { runMs: 5 });
    await expect(runs.during(ID, (run) => untilAborted(run.signal))).rejects.toMatchObject({
      code: 'CANCELLED',
      context: { limitMs: 5 },
    });
  });

  it('ends every run when the app closes', async () => {
    const runs = new Runs(() => {});
    const both = [ID, OTHER].map((id) => runs.during(id, (run) => untilAborted(run.signal)));
    runs.cancelAll();
    const ended = await Promise.allSettled(both);
    expect(ended.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a question about a realm (N2)', () => {
  const ask = (runs: Runs) =>
    runs.during(ID, (run) => run.askRealm('registry.example:5000', 'tokens.example'));

  it.each([true, false])('is answered %s', async (allow) => {
    const { emit, next } = recorder();
    const runs = new Runs(emit);
    const asked = next('question');
    const answer = ask(runs);
    const event = await asked;
    expect(event).toMatchObject({
      question: 'realm',
      registry: 'registry.example:5000',
      realmHost: 'tokens.example',
    });
    runs.answer(ID, question(event), allow);
    await expect(answer).resolves.toBe(allow);
  });

  it('counts as declined at its limit', async () => {
    const runs = new Runs(() => {}, { questionMs: 5 });
    await expect(ask(runs)).resolves.toBe(false);
  });

  it('counts as declined when the run is cancelled', async () => {
    const { emit, next } = recorder();
    const runs = new Runs(emit);
    const asked = next('question');
    const answer = ask(runs);
    await asked;
    runs.cancel(ID);
    await expect(answer).resolves.toBe(false);
  });

  it('takes one answer, to a question of that run', async () => {
    const { emit, next } = recorder();
    const runs = new Runs(emit);
    const unknown = expect.objectContaining({ code: 'RUN_UNKNOWN' });
    const asked = next('question');
    const answer = ask(runs);
    const id = question(await asked);
    expect(() => runs.answer(ID, OTHER, true)).toThrowError(unknown);
    expect(() => runs.answer(OTHER, id, true)).toThrowError(unknown);
    runs.answer(ID, id, false);
    await answer;
    expect(() => runs.answer(ID, id, true)).toThrowError(unknown);
  });

  it('rejects with a Failure, never with a bare error', async () => {
    const runs = new Runs(() => {});
    expect(() => runs.cancel(ID)).toThrowError(Failure);
  });
});
