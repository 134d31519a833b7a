import { setTimeout as delay } from 'node:timers/promises';
import { type Contenders, type Launch, withContenders } from './launch.ts';
import { alternate, type BenchOptions, type Measured, pssMib } from './measure.ts';

const ROUNDS = 9;
/** Until memory is looked at: what a start puts off is done by then. */
const SETTLE_MS = 2_000;

interface Started {
  readonly readyMs: number;
  /** Proportional set size of all its processes. */
  readonly pssMib: number;
}

/**
 * Start: spawn to the list of credentials painted and the page's thread free. Memory: two seconds later. Both over
 * those of a window that says hello, on the same runtime, in the same home, each with a warm profile.
 */
export async function bench(options: BenchOptions): Promise<Measured[]> {
  return withContenders(options, async ({ app, bare, start }) => {
    const { ours, other } = await alternate(
      ROUNDS,
      () => startOnce(start, app),
      () => startOnce(start, bare),
    );
    const name = 'a bare window';
    return [
      {
        name: 'start, to the list painted and usable',
        unit: 'ms',
        ours: ours.map(({ readyMs }) => readyMs),
        other: { name, values: other.map(({ readyMs }) => readyMs) },
        aim: 1.3,
      },
      {
        name: 'memory of all processes (PSS)',
        unit: 'MiB',
        ours: ours.map(({ pssMib }) => pssMib),
        other: { name, values: other.map(({ pssMib }) => pssMib) },
        aim: 1.25,
      },
    ];
  });
}

async function startOnce(start: Contenders['start'], launch: Launch): Promise<Started> {
  const { pid, readyMs, end } = await start(launch);
  try {
    await delay(SETTLE_MS);
    return { readyMs, pssMib: pssMib(pid) };
  } finally {
    await end();
  }
}
