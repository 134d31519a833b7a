import { expect, type Page } from '@playwright/test';
import type { CredentialMeta } from '../../shared/credential.ts';
import { manyCredential, writeIndex } from '../support/many-credentials.ts';
import { test } from './fixtures.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

/** 300 characters, as a host may have fewer of, but a file may say. */
const LONG_HOST = `${'registry-of-the-department-of-long-names'.padEnd(60, 'x')}.`
  .repeat(5)
  .slice(0, 296)
  .concat('.com');
const LONG_USER = `team|${'builder-of-everything-'.repeat(18)}`;
const RTL = 'רישום הפרויקט הסודי ביותר של המחלקה, يجب تجديد الرمز كل ثلاثة أشهر';
const LONG_WORD = 'unbreakable'.repeat(18);

function long(at: number, change: Partial<CredentialMeta>): CredentialMeta {
  return {
    ...manyCredential(at),
    registry: LONG_HOST,
    username: LONG_USER,
    targets: ['runtime', 'docker', 'persistent'],
    label: RTL,
    details: {
      owner: LONG_WORD.slice(0, 200),
      notes: `${RTL}\n${LONG_WORD}\n${RTL.repeat(5)}`,
      tags: [RTL.slice(0, 50), LONG_WORD.slice(0, 50), 'x', '客户甲'],
    },
    ...change,
  };
}

const CREDENTIALS = [
  long(1, {}),
  long(2, { registry: 'quay.io', namespace: `${'org'.repeat(20)}/${'repository'.repeat(15)}` }),
  long(4, {
    registry: 'registry.redhat.io',
    username: `1234567|${'x'.repeat(200)}`,
    kind: 'service-account',
  }),
  ...[5, 6, 7].map((at) => manyCredential(at)),
];

const FILE = JSON.stringify({
  auths: {
    [LONG_HOST]: { auth: Buffer.from(`${LONG_USER}:x`).toString('base64') },
    [`${'k'.repeat(900)}.example.com`]: {
      auth: Buffer.from(`${'u'.repeat(500)}:x`).toString('base64'),
    },
    [`quay.io/${'org'.repeat(60)}`]: { auth: Buffer.from(`${RTL}:x`).toString('base64') },
  },
});

/** Every page of the window, with what its address may carry. */
const PAGES = [
  '/',
  '/overview',
  '/found',
  '/targets',
  `/login/account?registry=${LONG_HOST}`,
  `/diagnosis?reference=${LONG_HOST}/${'repository'.repeat(20)}`,
  '/diagnosis/explain',
  `/diagnosis/image?image=${LONG_HOST}/${'repository'.repeat(20)}`,
  '/diagnosis/allow-list',
  `/lookup?reference=${LONG_HOST}/${'repository'.repeat(20)}`,
  '/activity',
  '/import',
  `/export?ids=${CREDENTIALS.map(({ id }) => id).join()}`,
  '/pull-secrets',
  '/service-accounts',
  '/service-accounts/new',
  '/service-accounts/connection',
  '/profiles',
  '/settings',
];

/** What is wider than the place it is in, but for what scrolls sideways for its own sake. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      'html, body, main, main *, [role="dialog"], [role="dialog"] *, nav',
    )) {
      if (element.closest('pre, textarea, input, select, .pk-scroll-x, .pk-visually-hidden, thead'))
        continue;
      const { overflowX } = getComputedStyle(element);
      const isFrame = element.matches('html, body, main, [role="dialog"], nav');
      if (!isFrame && overflowX === 'visible') {
        // It paints over its edge: is that edge beyond its page or dialog?
        const box = element.getBoundingClientRect();
        const around = (
          element.closest('[role="dialog"]') ?? element.closest('main')
        )?.getBoundingClientRect();
        if (around && box.width > 0 && box.right > around.right + 1)
          found.push(
            `${element.tagName} "${element.textContent?.slice(0, 40)}" ends ${Math.round(box.right - around.right)} px beyond`,
          );
        continue;
      }
      if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
        found.push(
          `${element.tagName}.${element.className}: ${element.scrollWidth} in ${element.clientWidth} px`,
        );
    }
    return found.slice(0, 5);
  });
}

async function open(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect(page.getByText(say('common.loading'), { exact: true })).toHaveCount(0);
}

test('long names, hosts of 300 characters and writing from right to left stay in their places', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { home } = workstation;
  await writeIndex(home.userData, CREDENTIALS);
  for (const path of [home.authFile, home.dockerConfig]) await workstation.replaceFile(path, FILE);
  const { page, electron } = await workstation.start();
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
  });
  await page.waitForFunction(() => window.innerWidth === 900);
  const found: Record<string, readonly string[]> = {};
  const measure = async (screen: string) => {
    const wide = await tooWide(page);
    if (wide.length > 0) found[screen] = wide;
    await workstation.look(screen, testInfo);
  };

  for (const path of PAGES) {
    await open(page, path);
    await measure(path.slice(0, 40));
  }

  await open(page, '/');
  for (const toggle of await page.locator('.pk-toggle').all()) await toggle.click();
  await page.getByText(LONG_WORD).first().waitFor();
  await measure('details');
  for (const item of ['checkAgain', 'writeAgain', 'edit', 'logOut', 'forget']) {
    await page.locator('.pk-cell-actions button').first().click();
    await page.getByRole('menuitem', { name: say(`credentials.${item}`) }).click();
    await page.getByRole('dialog').waitFor();
    await measure(`dialog: ${item}`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.getByRole('button', { name: say('credentials.moreFilters') }).click();
  await page.getByRole('button', { name: say('export.select') }).click();
  await measure('filters');
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.type('registry-of');
  await measure('palette');
  await page.keyboard.press('Escape');

  await open(page, '/overview');
  await page.locator('.pk-toggle').first().click();
  await measure('overview, a registry opened');
  expect(found).toEqual({});
});

test('the rail has room for every place at 900x600, and at twice its size', async ({
  createWorkstation,
}) => {
  const workstation = await createWorkstation();
  const { page, electron } = await workstation.start();
  for (const [width, height, zoom] of [
    [900, 600, 1],
    [900, 600, 2],
    [1400, 900, 2],
  ] as const) {
    await electron.evaluate(
      ({ BrowserWindow }, [w, h, factor]) => {
        const window = BrowserWindow.getAllWindows()[0];
        window?.setContentSize(w, h);
        window?.webContents.setZoomFactor(factor);
      },
      [width, height, zoom] as const,
    );
    await page.waitForFunction((wide) => window.innerWidth === wide, width / zoom);
    const places = page.getByRole('navigation', { name: say('nav.label') }).getByRole('link');
    expect(await places.count()).toBeGreaterThanOrEqual(7);
    for (const place of await places.all()) {
      await expect(place).toBeInViewport({ ratio: 1 });
      // A place that shows its icon alone is still named.
      await expect(place).toHaveAccessibleName(/\S/);
    }
  }
});
