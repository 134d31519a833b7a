import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { SCREENS, type Screen } from '../../build/scenes/screens.ts';
import { everyScreen } from '../../build/scenes/screenshots.ts';
import { onStage, type Stage } from '../../build/scenes/stage.ts';
import { electronExecutable } from '../support/app.ts';
import { test } from './fixtures.ts';
import { axe, contrast, findNewTexts, type Violation } from './pages/axe.ts';
import { settled } from './pages/settled.ts';

const APP = new URL('../../renderer/app.tsx', import.meta.url);
const SMALL = { width: 900, height: 600 };

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** How every rule of axe sees the window. */
const LIGHT: Media = { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' };
/** How that of contrast sees it too. */
const OTHER_LOOKS = {
  dark: { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
  'high contrast, dark': { colorScheme: 'dark', contrast: 'more', forcedColors: 'none' },
  'high contrast, light': { colorScheme: 'light', contrast: 'more', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'active' },
} as const satisfies Record<string, Media>;

test('every screen, in every look: axe finds nothing; at 200 % nothing is out of reach', async ({
  display,
}) => {
  // One app for all of them: some eighty screens.
  test.setTimeout(600_000);
  const options = { electron: electronExecutable(), display, sandbox: false, pictures: '' };
  const found: [screen: Screen, look: string, violations: readonly (Violation | string)[]][] = [];
  const seen = new Map<Screen, string>();
  await onStage(options, async (stage) => {
    await setSize(stage, SMALL);
    await everyScreen(stage, async (screen) => {
      const { page } = stage;
      seen.set(screen, await page.evaluate(() => location.hash.split('?')[0] || '#/'));
      await show(page, LIGHT);
      found.push([screen, 'light', await axe(page)]);
      if (await findNewTexts(page)) {
        for (const [look, media] of Object.entries(OTHER_LOOKS)) {
          await show(page, media);
          found.push([screen, look, await contrast(page)]);
        }
        await show(page, LIGHT);
      }
      found.push([screen, '200 %', await atTwice(stage, () => outOfReach(page))]);
    });
  });
  expect(found.filter(([, , violations]) => violations.length > 0)).toEqual([]);

  // Each row of the table was shown, on the page that it names.
  expect(Object.keys(SCREENS).filter((screen) => !seen.has(screen as Screen))).toEqual([]);
  for (const [screen, hash] of seen) {
    const path = SCREENS[screen];
    expect(hash === `#${path}` || hash.startsWith(`#${path}/`), `${screen} is on ${hash}`).toBe(
      true,
    );
  }
});

test('every page of the window is in the table of screens', () => {
  const pages = [...readFileSync(APP, 'utf8').matchAll(/<Route path="([^"*:/]+)/g)].map(
    ([, path]) => `/${path}`,
  );
  expect(pages).toContain('/targets');
  const inTable: readonly string[] = Object.values(SCREENS);
  expect(pages.filter((path) => !inTable.includes(path))).toEqual([]);
});

/** Shows the page in a look, and waits until it has come and nothing moves any more. */
async function show(page: Page, media: Media): Promise<void> {
  await page.emulateMedia(media);
  await page.waitForFunction(
    ([dark, more]) => {
      const { classList } = document.documentElement;
      return (
        classList.contains('pf-v6-theme-dark') === dark &&
        classList.contains('pf-v6-theme-high-contrast') === more
      );
    },
    [media.colorScheme === 'dark', media.contrast === 'more'] as const,
  );
  await settled(page);
}

async function setSize({ app, page }: Stage, size: typeof SMALL): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await page.waitForFunction(({ width }) => window.innerWidth === width, size);
}

/** Looks at the window at twice its size, as `Ctrl +` makes it, and goes back. */
async function atTwice<T>({ app, page }: Stage, look: () => Promise<T>): Promise<T> {
  const zoom = async (factor: number) => {
    await app.electron.evaluate(({ BrowserWindow }, to) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(to);
    }, factor);
    await page.waitForFunction((width) => window.innerWidth === width, SMALL.width / factor);
  };
  await zoom(2);
  const answer = await look();
  await zoom(1);
  return answer;
}

/** What is wider than its room, where there is nothing that scrolls sideways for its own sake, as code and tabs do. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    for (const element of document.querySelectorAll('html, body, body *')) {
      if (element.closest('pre, code, .pk-scroll-x, .pk-visually-hidden, thead, [role="tablist"]'))
        continue;
      if (element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1) continue;
      const { overflowX } = getComputedStyle(element);
      const isPage = element === document.documentElement || element === document.body;
      if (isPage || overflowX === 'auto' || overflowX === 'scroll')
        wide.push(`${element.outerHTML.slice(0, 120)}: ${element.scrollWidth} px wide`);
    }
    return wide;
  });
}
