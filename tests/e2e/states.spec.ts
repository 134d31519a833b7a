import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import type { CallName } from '../../shared/channels.ts';
import { hold, refuse } from '../support/app-faults.ts';
import { manyCredentials, writeIndex } from '../support/many-credentials.ts';
import { test } from './fixtures.ts';
import { anyOf, wordsOf } from './pages/words.ts';

const say = wordsOf('en');
const APP = new URL('../../renderer/app.tsx', import.meta.url);

/** A page of the window and how it looks while there is nothing to show, or not what is looked for. */
interface View {
  /** With what an address may ask for. */
  readonly path: string;
  /** What it shows comes from these calls; none: it begins with a form that is there at once. */
  readonly reads: readonly CallName[];
  /** The key of what it says with nothing stored; null where there is always something to show. */
  readonly empty: string | null;
  /** How something is looked for there, and the key of what it says when that is nowhere. */
  readonly noMatch: {
    readonly field: string;
    readonly says: string;
    readonly value: string;
  } | null;
}

/*
 * Offline is no state of a page: what is on this computer is shown as ever, and what asks a registry says what it
 * could not reach (registry-faults.spec.ts, diagnosis.spec.ts, service-accounts.spec.ts).
 */
const VIEWS: readonly View[] = [
  {
    path: '/',
    reads: ['credentials.first'],
    empty: 'firstRun.title',
    noMatch: { field: 'credentials.filter', says: 'credentials.noMatch', value: 'filter' },
  },
  {
    path: '/overview',
    reads: ['overview.find'],
    empty: 'overview.none',
    noMatch: { field: 'overview.filter', says: 'overview.noMatch', value: 'filter' },
  },
  {
    path: '/found',
    reads: ['targets.list'],
    empty: 'found.none',
    noMatch: null,
  },
  { path: '/targets', reads: ['targets.list'], empty: null, noMatch: null },
  {
    path: '/service-accounts',
    reads: ['service-accounts.list'],
    empty: 'serviceAccounts.local.empty',
    noMatch: null,
  },
  {
    path: '/activity',
    reads: ['history.list'],
    empty: 'activity.empty',
    noMatch: { field: 'activity.search', says: 'activity.noMatch', value: 'query' },
  },
  {
    path: '/profiles',
    reads: ['profiles.list'],
    empty: 'profiles.empty',
    noMatch: null,
  },
  {
    path: '/export',
    reads: ['credentials.list'],
    empty: 'export.nothingStored',
    noMatch: null,
  },
  {
    path: '/settings',
    reads: ['settings.get', 'vault.status', 'proxy.get'],
    empty: null,
    noMatch: null,
  },
  {
    path: '/lookup?reference=quay.io/org/app',
    reads: ['lookup.explain'],
    empty: null,
    noMatch: null,
  },
  { path: '/login', reads: [], empty: null, noMatch: null },
  { path: '/import', reads: [], empty: null, noMatch: null },
  { path: '/diagnosis', reads: [], empty: null, noMatch: null },
  { path: '/pull-secrets', reads: [], empty: null, noMatch: null },
];

const NOWHERE = 'no-such-thing-anywhere';

/** Shows a page as if it were the first one: nothing is known yet. */
async function open(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, path);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const main = (page: Page): Locator => page.getByRole('main');
const loading = (page: Page): Locator =>
  main(page)
    .getByText(say('common.loading'), { exact: true })
    .or(main(page).getByLabel(say('common.loading'), { exact: true }));
const failure = (page: Page): Locator =>
  main(page).getByRole('heading', { name: say('errors.INTERNAL.title') });
const withReads = VIEWS.filter(({ reads }) => reads.length > 0);

test('every page is in the table of states', () => {
  const pages = [...readFileSync(APP, 'utf8').matchAll(/<Route path="([^"*:/]+)/g)].map(
    ([, path]) => `/${path}`,
  );
  const inTable = VIEWS.map(({ path }) => path.replace(/\?.*/, ''));
  expect(pages.filter((path) => !inTable.includes(path))).toEqual([]);
});

test('while main is busy each page says that it is loading, then that it is empty', async ({
  createWorkstation,
}) => {
  const workstation = await createWorkstation();
  const { page, electron } = await workstation.start();
  for (const { path, reads, empty } of withReads) {
    await test.step(path, async () => {
      const held = await hold(electron, reads);
      await open(page, path);
      await expect(loading(page)).not.toHaveCount(0);
      if (empty !== null) await expect(page.getByText(say(empty))).toHaveCount(0);
      await held.release();
      await expect(loading(page)).toHaveCount(0);
      if (empty !== null) await expect(page.getByText(say(empty))).toBeVisible();
    });
  }
});

test('what cannot be read is said on its page, with another try', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { page, electron } = await workstation.start();
  for (const { path, reads, empty } of withReads) {
    await test.step(path, async () => {
      const refused = await refuse(electron, reads);
      await open(page, path);
      await expect(failure(page)).toHaveCount(reads.length);
      await expect(loading(page)).toHaveCount(0);
      await workstation.look(`${path} failed`, testInfo);
      await refused.mend();
      const retry = page.getByRole('button', { name: say('common.tryAgain') });
      await expect(async () => {
        if ((await retry.count()) > 0) await retry.first().click();
        await expect(failure(page)).toHaveCount(0, { timeout: 500 });
      }).toPass();
      await expect(failure(page)).toHaveCount(0);
      if (empty !== null) await expect(page.getByText(say(empty))).toBeVisible();
    });
  }
});

test('what is looked for and is nowhere is said with its words', async ({ createWorkstation }) => {
  const workstation = await createWorkstation();
  await writeIndex(workstation.home.userData, manyCredentials(120));
  const { page } = await workstation.start();
  for (const { path, noMatch } of VIEWS) {
    if (noMatch === null) continue;
    await test.step(path, async () => {
      await open(page, path);
      const { field, says, value } = noMatch;
      await page.getByRole('searchbox', { name: say(field) }).fill(NOWHERE);
      await expect(page.getByText(say(says, { [value]: NOWHERE }))).toBeVisible();
    });
  }
});

test('a store that is locked is said on every page, and keeps nothing else from being seen', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation({ keyring: { unlocked: false } });
  await writeIndex(workstation.home.userData, manyCredentials(6));
  const { page } = await workstation.start();
  // On a machine that has much to do its keyring may take longer to say so than it is given.
  const locked = main(page).getByRole('heading', {
    name: anyOf(['locked', 'timed-out'].map((state) => say(`vault.state.${state}.title`))),
  });
  for (const { path } of VIEWS) {
    await test.step(path, async () => {
      await open(page, path);
      await expect(locked).toBeVisible();
      await expect(loading(page)).toHaveCount(0);
      await expect(main(page).getByRole('heading', { level: 1 })).toBeVisible();
      await workstation.look(`${path} locked`, testInfo);
    });
  }
});
