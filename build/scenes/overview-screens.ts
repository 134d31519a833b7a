import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

function entry(user: string): { auth: string } {
  return { auth: Buffer.from(`${user}:not-a-secret`).toString('base64') };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
}

/** The first screen on a computer where other tools are logged in already. */
export async function firstRunScreens({ home, page, say }: Stage, take: Take): Promise<void> {
  const auths = {
    'quay.io': entry('ada'),
    'registry.gitlab.com/group/project': entry('deploy-token-1'),
  };
  const hub = { 'https://index.docker.io/v1/': entry('ada'), 'ghcr.io': entry('ada-l') };
  await put(home.authFile, JSON.stringify({ auths }));
  await put(home.dockerConfig, JSON.stringify({ auths: hub }));
  await page.getByRole('button', { name: say('firstRun.choose') }).waitFor();
  await take('01-first-run-found');
  await page.getByRole('button', { name: say('firstRun.choose') }).click();
  await page.getByRole('checkbox').first().waitFor();
  await take('01-found');
  await rm(home.authFile);
  await rm(home.dockerConfig);
  await page.getByText(say('found.none')).waitFor();
  await take('01-found-nothing');
  await page.getByRole('link', { name: say('nav.overview') }).click();
  await page.getByText(say('overview.none')).waitFor();
  await take('01-overview-empty');
  await page.getByRole('link', { name: say('nav.credentials') }).click();
}

/** Where the demo account is logged in, where another tool is, and where something is wrong. */
export async function overviewScreens(
  { home, page, say }: Stage,
  registry: string,
  take: Take,
): Promise<void> {
  const { username, password } = DEMO_ACCOUNT;
  const own = { auth: Buffer.from(`${username}:${password}`).toString('base64') };
  await put(home.authFile, JSON.stringify({ auths: { [registry]: own, 'quay.io': entry('ada') } }));
  await put(
    home.dockerConfig,
    JSON.stringify({
      auths: { [registry]: entry('eve'), 'https://index.docker.io/v1/': entry('ada') },
    }),
  );
  await page.getByRole('link', { name: say('nav.overview') }).click();
  await page.getByRole('heading', { level: 1, name: say('overview.title') }).waitFor();
  await page.getByRole('row', { name: /docker\.io/ }).waitFor();
  await take('54-overview');
  await page
    .getByRole('button', { name: say('overview.details', { registry }), exact: true })
    .click();
  await take('55-overview-details');
  await page.getByRole('radio', { name: say('overview.show.attention') }).check({ force: true });
  await page.getByRole('row', { name: /docker\.io/ }).waitFor({ state: 'detached' });
  await page
    .getByRole('button', { name: say('overview.writeHereOf', { registry, target: 'config.json' }) })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await take('56-overview-mend');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
