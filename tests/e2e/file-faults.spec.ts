import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { ErrorCode } from '../../shared/errors.ts';
import type { AppHome } from '../support/app-home.ts';
import { dockerConfigUser } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { createOrdinaryWorkstation } from './ordinary-workstation.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

/** A target in the step that shows what will be written. */
const target = ({ page }: LoginPage, path: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: path }) });

async function expectProblem(choice: Locator, path: string, code: ErrorCode): Promise<void> {
  await expect(choice.getByText(say(`errors.${code}.title`), { exact: true })).toBeVisible();
  await expect(choice.getByRole('checkbox', { name: path })).toBeDisabled();
  await expect(choice.getByRole('checkbox', { name: path })).not.toBeChecked();
}

interface MalformedFile {
  readonly name: string;
  readonly text: string;
  /** Where the error is; null where the whole file is the error. */
  readonly place: { readonly line: number; readonly column: number } | null;
  /** docker takes what containers' tools refuse. */
  readonly only?: 'auth.json' | 'config.json';
}

const good = (text: string) =>
  `{\n  "auths": {\n    "quay.io": { "auth": "dXNlcjpwYXNz" }\n  }${text}`;
const MALFORMED: readonly MalformedFile[] = [
  { name: 'cut off', text: '{\n  "auths": {', place: { line: 2, column: 13 } },
  { name: 'with a stray comma', text: good(',\n}\n'), place: { line: 4, column: 4 } },
  { name: 'with a comment', text: good(' // mine\n}\n'), place: { line: 4, column: 5 } },
  {
    name: 'with something after the end',
    text: good('\n}\n{}'),
    place: { line: 6, column: 1 },
    only: 'auth.json',
  },
  { name: 'of another shape', text: '[]', place: { line: 1, column: 1 } },
  { name: 'with a byte order mark', text: '\uFEFF{"auths":{}}', place: { line: 1, column: 1 } },
];

test.describe('F3: a malformed file is refused, named with its place, and not touched', () => {
  const files: readonly [string, (home: AppHome) => string, (home: AppHome) => string][] = [
    ['auth.json', (home) => home.authFile, (home) => home.dockerConfig],
    ['config.json', (home) => home.dockerConfig, (home) => home.authFile],
  ];
  for (const [file, pathOf, otherOf] of files) {
    for (const { name, text, place, only = file } of MALFORMED) {
      if (only !== file) {
        continue;
      }
      test(`${file} ${name}`, async ({ sharedWorkstation, basicRegistry }) => {
        const { home } = sharedWorkstation;
        const { registry, account } = basicRegistry;
        const path = pathOf(home);
        await sharedWorkstation.replaceFile(path, text);
        const login = new LoginPage(sharedWorkstation.app.page, say);
        await login.check({ registry, username: account.username, password: account.password });
        await login.button('common.next').click();
        const choice = target(login, path);
        await expectProblem(choice, path, 'FILE_MALFORMED');
        if (place !== null) {
          await expect(choice.getByText(say('evidence.place', { ...place }))).toBeVisible();
        }
        await sharedWorkstation.readScreen(`${file} ${name}`);
        await login.button('login.write.confirm').click();
        await login.stepTitle('login.done.title').waitFor();
        await login.finish();
        expect(await readFile(path, 'utf8')).toBe(text);
        expect(await dockerConfigUser(otherOf(home), registry)).toBe(account.username);

        const credentials = new CredentialsPage(login.page, say);
        await rm(path);
        await credentials.forget(registry, account.username);
        await rm(otherOf(home), { force: true });
      });
    }
  }
});

test('F8: a runtime directory that is not there is said, not replaced by another place', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const missing = join(workstation.home.root, 'no-such-runtime');
  const { page } = await workstation.start({ env: { XDG_RUNTIME_DIR: missing } });
  const { registry, account } = basicRegistry;
  const login = new LoginPage(page, say);
  await login.check({ registry, username: account.username, password: account.password });
  await login.button('common.next').click();
  const path = join(missing, 'containers', 'auth.json');
  await expectProblem(target(login, path), path, 'FILE_NO_DIRECTORY');
  await workstation.look('no runtime directory', testInfo);
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  expect(existsSync(missing)).toBe(false);
  expect(await dockerConfigUser(workstation.home.dockerConfig, registry)).toBe(account.username);
});

test('F7: a read-only directory is said, and the other target is written', async ({
  createWorkstation,
  ordinaryUser,
  basicRegistry,
}, testInfo) => {
  // Root may write everywhere: this takes an ordinary user.
  const ordinary = await createOrdinaryWorkstation(createWorkstation, ordinaryUser, basicRegistry);
  const { workstation } = ordinary;
  const { home } = workstation;
  const directory = dirname(home.dockerConfig);
  await mkdir(directory, { recursive: true });
  await chown(directory, ordinary.user.uid, ordinary.user.gid);
  await chmod(directory, 0o555);
  await ordinary.start();
  const { registry, account } = basicRegistry;
  const login = new LoginPage(workstation.app.page, say);
  await login.check({ registry, username: account.username, password: account.password });
  await login.button('common.next').click();
  const choice = target(login, home.dockerConfig);
  await expect(choice).toBeVisible();
  await workstation.look('read-only directory', testInfo);
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  const text = await login.page.getByRole('main').textContent();
  expect(text).toContain(account.username);
  expect(existsSync(home.dockerConfig)).toBe(false);
  expect((await stat(directory)).mode & 0o777).toBe(0o555);
  expect(await dockerConfigUser(home.authFile, registry)).toBe(account.username);
});
