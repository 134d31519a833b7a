import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import type { Language } from '../../shared/settings.ts';
import { settled } from '../../tests/e2e/pages/settled.ts';
import { accountsScreens } from './accounts-screens.ts';
import { diagnosisStates } from './diagnosis-screens.ts';
import { documentsScreens } from './documents-screens.ts';
import { exportScreens } from './export-screens.ts';
import { helpScreens } from './help-screens.ts';
import { importScreens } from './import-screens.ts';
import { loginScreens } from './login-screens.ts';
import { firstRunScreens, overviewScreens } from './overview-screens.ts';
import { placesScreens } from './places-screens.ts';
import { pullSecretScreens } from './pull-secret-screens.ts';
import { README_PICTURES, type Take } from './screens.ts';
import { serviceAccountScreens } from './service-account-screens.ts';
import { onStage, type Stage, type StageOptions, set } from './stage.ts';
import { vaultScreens } from './vault-screens.ts';

const SIZES = [
  { width: 900, height: 600 },
  { width: 1400, height: 900 },
] as const;
const THEMES = ['light', 'dark'] as const;

/**
 * Pictures of every screen in one language, in both themes and sizes: `<language>/<screen>-<theme>-<width>.png`.
 * @returns how many
 */
export async function pictureEveryScreen(
  options: StageOptions & { readonly language: Language },
): Promise<number> {
  return onStage(options, async (stage) => {
    let count = 0;
    await everyScreen(stage, async (screen) => {
      for (const theme of THEMES) {
        for (const size of SIZES) {
          await dress(stage, theme, size);
          await stage.picture(`${options.language}/${screen}-${theme}-${size.width}`);
          count += 1;
        }
      }
    });
    return count;
  });
}

/**
 * The pictures that the README shows, in English and in the smaller window: `<name>.png`.
 * @returns how many
 */
export async function pictureForReadme(options: Omit<StageOptions, 'language'>): Promise<number> {
  return onStage({ ...options, language: 'en' }, async (stage) => {
    const wanted = Object.entries(README_PICTURES);
    await everyScreen(stage, async (shown) => {
      for (const [name, { screen, theme }] of wanted) {
        if (screen !== shown) continue;
        await dress(stage, theme, SIZES[0]);
        await stage.picture(name);
      }
    });
    return wanted.length;
  });
}

/** Plays every scene, and takes each screen once. */
export async function everyScreen(stage: Stage, take: Take): Promise<void> {
  const { page, say, login, credentials } = stage;
  const { username } = DEMO_ACCOUNT;
  await credentials.emptyTitle.waitFor();
  await take('01-first-run');
  await firstRunScreens(stage, take);

  await login.open();
  await take('02-registry');
  await login.chooseRegistry('registry.redhat.io');
  await login.stepTitle('login.account.title', 'registry.redhat.io').waitFor();
  await take('03-account-red-hat');
  await goTo(stage, 'nav.credentials');
  await loginScreens(stage, take);

  await goTo(stage, 'nav.credentials');
  const registry = await stage.openDemo();
  await take('04-account-demo');
  await login.secret.fill('not the password');
  await login.button('login.account.check').click();
  await verdict(stage, 'rejected');
  await take('05-rejected');
  await login.button('login.check.change').click();
  await login.secret.fill(DEMO_ACCOUNT.password);
  await login.button('login.account.check').click();
  await verdict(stage, 'verified');
  await take('06-verified');
  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  await take('07-plan');
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  await take('08-done');
  await login.finish();
  await credentials.row(registry, username).waitFor();
  await take('09-list');

  const details = page.getByRole('button', {
    name: say('credentials.details', { user: username, registry }),
  });
  await details.click();
  await take('10-details');
  await details.click();
  for (const [item, screen] of [
    ['writeAgain', '11-write'],
    ['logOut', '12-log-out'],
    ['forget', '13-forget'],
  ] as const) {
    const dialog = await credentials.choose(registry, username, item);
    await take(screen);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }

  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await take('13b-palette');
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  await helpScreens(stage, take);

  await goTo(stage, 'nav.targets');
  await take('14-targets');
  await goTo(stage, 'nav.settings');
  await take('15-settings');
  await page.getByText(say('desktop.autostartMeans')).scrollIntoViewIfNeeded();
  await take('15a-tray');
  await page.getByRole('radio', { name: say('network.modes.manual.name') }).check();
  await page.getByLabel(say('network.test.field')).fill('registry.redhat.io');
  await page
    .getByRole('heading', { name: say('network.title') })
    .evaluate((e) => e.scrollIntoView());
  await take('15b-network');
  await documentsScreens(stage, take);
  await vaultScreens(stage, take);
  await importScreens(stage, take);
  await exportScreens(stage, take);
  await accountsScreens(stage, { registry, username }, take);
  await serviceAccountScreens(stage, take);
  await pullSecretScreens(stage, registry, take);
  await diagnosisScreens(stage, take);
  await page.getByRole('link', { name: say('diagnosis.sections.lookup'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: say('lookup.title') }).waitFor();
  await take('16-lookup');
  await goTo(stage, 'nav.activity', 'activity.title');
  await take('17-activity');
  await placesScreens(stage, registry, take);
  await overviewScreens(stage, registry, take);
}

/** Each part of the diagnosis, with something in it. */
async function diagnosisScreens(stage: Stage, take: Take): Promise<void> {
  const { page, say } = stage;
  const open = async (section: string) => {
    await page.getByRole('link', { name: say(`diagnosis.sections.${section}`) }).click();
  };
  await goTo(stage, 'nav.diagnosis', 'diagnosis.title');
  await take('18-diagnosis-empty');
  await page
    .getByRole('textbox', { name: say('diagnosis.field') })
    .fill('registry.redhat.io/ubi9/ubi');
  await page.getByRole('button', { name: say('diagnosis.start') }).click();
  await page.getByRole('heading', { name: say('diagnosis.report.title') }).waitFor();
  await take('18-diagnosis');
  await diagnosisStates(stage, take);
  await open('explain');
  await take('18-explainer-empty');
  await page
    .getByRole('textbox', { name: say('explainer.field') })
    .fill(
      'Error: initializing source docker://registry.redhat.io/rhel8/postgresql-15: unable to retrieve auth token: invalid username/password: unauthorized: Please login to the Red Hat Registry using your Customer Portal credentials. Further instructions can be found here: https://access.redhat.com/RegistryAuthentication',
    );
  await page.getByRole('button', { name: say('explainer.explain') }).click();
  await page.getByRole('button', { name: say('explainer.checkImage') }).waitFor();
  await take('18-explainer');
  await page.getByRole('button', { name: say('explainer.checkImage') }).click();
  await page.getByRole('button', { name: say('imageCheck.pull') }).waitFor();
  await take('18-image');
  await page.getByRole('button', { name: say('imageCheck.pull') }).click();
  await page.getByRole('status').getByRole('heading').waitFor();
  await take('18-image-checked');
  await open('allowList');
  await take('18-allow-list');
}

async function goTo({ page, say }: Stage, place: string, title = place): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: say(place) })
    .click();
  await page.getByRole('heading', { level: 1, name: say(title) }).waitFor();
}

async function verdict({ page, say }: Stage, word: string): Promise<void> {
  await page
    .getByRole('status')
    .getByRole('heading', { name: say(`verdict.${word}`) })
    .waitFor();
}

/** Sets theme and size, and waits until the page is painted in them. */
async function dress(
  { app, page }: Stage,
  theme: (typeof THEMES)[number],
  size: (typeof SIZES)[number],
): Promise<void> {
  await set(page, { theme });
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await page.waitForFunction(
    ([dark, width]) =>
      document.documentElement.classList.contains('pf-v6-theme-dark') === dark &&
      window.innerWidth === width,
    [theme === 'dark', size.width] as const,
  );
  await settled(page);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
}
