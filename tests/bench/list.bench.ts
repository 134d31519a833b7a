import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { launchApp } from '../support/app.ts';
import { startDisplay } from '../support/app-display.ts';
import { createAppHome } from '../support/app-home.ts';
import { startKeyring } from '../support/keyring.ts';
import { manyCredentials, writeIndex } from '../support/many-credentials.ts';
import { type Launch, ROOT, start } from './launch.ts';
import { alternate, type BenchOptions, type Measured } from './measure.ts';

const ROUNDS = 7;
const MANY = 10_000;
const FEW = 10;
/** What somebody types who looks for one of thousands, and takes back. */
const TYPED = 'registry-42.example builder-84';
/** Between two letters of somebody who types fast. */
const LETTER_MS = 80;
/** Turns of a wheel, one way. */
const TURNS = 60;
const TURN_PX = 240;
const TURN_MS = 40;
/** What a start puts off is done by then. */
const SETTLE_MS = 3_000;

/**
 * With 10,000 credentials: start, over the start with 10; and the frames while a filter is typed and while the overview
 * is scrolled, at the 95th percentile, beside those of the same window while nothing happens, which are what the
 * display gives.
 */
export async function bench(options: BenchOptions): Promise<Measured[]> {
  return [
    await startBench(options),
    await framesBench(options, {
      name: `a frame while the filter of ${MANY} credentials is typed (95th percentile)`,
      open: async () => {},
      work: type,
    }),
    await framesBench(options, {
      name: `a frame while the overview of ${MANY} credentials is scrolled (95th percentile)`,
      open: async (page) => {
        await page.evaluate(() => {
          window.location.hash = '/overview';
        });
        await page.locator('.pk-overview tbody strong').first().waitFor();
        await page.mouse.move(600, 400);
      },
      work: scroll,
    }),
  ];
}

async function type(page: Page): Promise<void> {
  const search = page.getByRole('searchbox');
  await search.pressSequentially(TYPED, { delay: LETTER_MS });
  for (const _letter of TYPED) {
    await search.press('Backspace');
    await delay(LETTER_MS);
  }
}

/** Through all of it and back, as fast as a wheel turns. */
async function scroll(page: Page): Promise<void> {
  for (const down of [1, -1]) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await page.mouse.wheel(0, down * TURN_PX);
      await delay(TURN_MS);
    }
  }
}

/** What somebody does, and where. */
interface Doing {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  readonly work: (page: Page) => Promise<void>;
}

async function startBench({ electron, switches }: BenchOptions): Promise<Measured> {
  const display = await startDisplay();
  const keyring = await startKeyring();
  const homes = [await createAppHome(), await createAppHome()] as const;
  try {
    const launches = homes.map(
      ({ userData }): Launch => ({
        directory: ROOT,
        userData,
        ready: 'tbody tr td strong',
      }),
    );
    const [many, few] = launches;
    if (!many || !few) throw new Error('two homes make two launches');
    await writeIndex(many.userData, manyCredentials(MANY));
    await writeIndex(few.userData, manyCredentials(FEW));
    const once = async (launch: Launch, env: Readonly<Record<string, string>>) => {
      const { readyMs, end } = await start(electron, switches, env, launch);
      await end();
      return readyMs;
    };
    const envOf = (at: 0 | 1) => ({
      ...homes[at].env,
      ...keyring.env,
      DISPLAY: display.name,
    });
    const { ours, other } = await alternate(
      ROUNDS,
      () => once(many, envOf(0)),
      () => once(few, envOf(1)),
    );
    return {
      name: `start with ${MANY} credentials`,
      unit: 'ms',
      ours,
      other: { name: `with ${FEW}`, values: other },
      aim: 1.2,
    };
  } finally {
    for (const home of homes) await home.close();
    await keyring.stop();
    await display.stop();
  }
}

async function framesBench(
  { electron, switches }: BenchOptions,
  { name, open, work }: Doing,
): Promise<Measured> {
  const display = await startDisplay();
  const keyring = await startKeyring();
  const home = await createAppHome();
  try {
    await writeIndex(home.userData, manyCredentials(MANY));
    const app = await launchApp({
      home,
      display: display.name,
      executable: electron,
      env: keyring.env,
      sandbox: switches.length === 0,
    });
    try {
      const { page } = app;
      await page.getByRole('searchbox').waitFor();
      await open(page);
      await delay(SETTLE_MS);
      const framesDuring = async (what: () => Promise<void>): Promise<number[]> => {
        await page.evaluate(countFrames);
        await what();
        return page.evaluate(() => (globalThis as unknown as Counting).frames.splice(0));
      };
      await work(page);
      const busy: number[] = [];
      const idle: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        idle.push(percentile95(await framesDuring(() => delay(3_000))));
        busy.push(percentile95(await framesDuring(() => work(page))));
      }
      return {
        name,
        unit: 'ms',
        ours: busy,
        other: { name: 'of the same window at rest', values: idle },
        aim: 1.05,
      };
    } finally {
      await app.close();
    }
  } finally {
    await home.close();
    await keyring.stop();
    await display.stop();
  }
}

interface Counting {
  frames: number[];
}

/** In the page: notes how long each frame takes from now on. */
function countFrames(): void {
  const counting = globalThis as unknown as Counting;
  const frames: number[] = [];
  counting.frames = frames;
  let before = performance.now();
  const next = (now: number) => {
    if (counting.frames !== frames) return;
    frames.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame((now) => {
    before = now;
    requestAnimationFrame(next);
  });
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
