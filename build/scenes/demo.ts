import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import { onStage, type Stage, type StageOptions } from './stage.ts';

/** So long a screen stays where somebody may be looking. */
const LOOK_MS = 1_500;

/**
 * Does the main job in the window, saying each step: log in to the demo registry, show what was written, log out.
 * @throws when a step does not come about; a picture of the window is taken first
 */
export async function playDemo(options: StageOptions): Promise<void> {
  await onStage(options, async (stage) => {
    try {
      await mainJob(stage, options.display === null ? 0 : LOOK_MS);
    } catch (error) {
      const path = await stage.picture('failed').catch(() => 'no picture');
      console.log(`  It failed here: ${path}`);
      throw error;
    }
  });
}

async function mainJob(stage: Stage, lookMs: number): Promise<void> {
  const { page, say, login, credentials, home } = stage;
  const { username } = DEMO_ACCOUNT;
  let count = 0;
  const show = async (what: string, picture: string) => {
    count += 1;
    const path = await stage.picture(`${count}-${picture}`);
    console.log(`  ${count}. ${what}\n     ${path}`);
    await delay(lookMs);
  };

  await credentials.emptyTitle.waitFor();
  await show('The window is open; nothing is stored yet.', 'first-run');

  const registry = await stage.openDemo();
  await show(`A demo registry runs at ${registry}; its account is filled in.`, 'account');

  await login.button('login.account.check').click();
  await page
    .getByRole('status')
    .getByRole('heading', { name: say('verdict.verified') })
    .waitFor();
  await show('The registry was asked: the credential is verified.', 'verdict');

  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  await show('What would be written where, before anything is.', 'plan');

  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  await show('The secret is in the keychain, the files are written:', 'done');
  await printFiles(stage, registry, username);

  await login.finish();
  await credentials.row(registry, username).waitFor();
  await show('The list says where the credential is.', 'list');

  await credentials.logOut(registry, username);
  await show('Logged out of every place:', 'logged-out');
  await printFiles(stage, registry, null);

  for (const file of [home.authFile, home.dockerConfig]) {
    const user = (await entries(file)).get(registry);
    if (user !== undefined) throw new Error(`${file} still logs in to ${registry} as ${user}`);
  }
}

/** @throws unless both files name this user for the registry, or nobody */
async function printFiles(
  { home }: Stage,
  registry: string,
  expected: string | null,
): Promise<void> {
  for (const file of [home.authFile, home.dockerConfig]) {
    const found = await entries(file);
    const lines = [...found].map(([key, user]) => `${key} as ${user}`);
    console.log(`     ${file}: ${lines.join(', ') || 'no entry'}`);
    if ((found.get(registry) ?? null) !== expected) {
      throw new Error(`${file} does not say ${expected ?? 'nobody'} for ${registry}`);
    }
  }
}

/** Auth key and user of each entry; the secret is dropped where it is decoded. */
async function entries(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const { auths = {} }: { auths?: Record<string, { auth?: string }> } = JSON.parse(text);
  return new Map(
    Object.entries(auths).map(([key, { auth = '' }]) => [
      key,
      Buffer.from(auth, 'base64').toString('utf8').split(':', 1)[0] ?? '',
    ]),
  );
}
