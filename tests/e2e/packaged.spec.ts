import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { ensureElectron } from '../../build/electron-runtime.mjs';
import { ensurePackaged } from '../../build/package.mjs';
import { launchPackaged, unpackDebianPackage } from '../support/app-packaged.ts';
import { procText } from '../support/app-processes.ts';
import { dockerConfigUser, getLogin, skopeoPull } from '../support/tools.ts';
import { type RunResult, run } from '../support/tools-process.ts';
import { test as base } from './fixtures.ts';
import { createOrdinaryWorkstation, type OrdinaryWorkstation } from './ordinary-workstation.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const PACKAGING_LIMIT_MS = 300_000;
const say = wordsOf('en');

interface Installed {
  readonly ordinary: OrdinaryWorkstation;
  /** The packaged executable. */
  readonly executable: string;
  /** Starts it as the ordinary user and waits for its end. */
  startToEnd(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<RunResult>;
}

const test = base.extend<{ installed: Installed }>({
  installed: async ({ createWorkstation, ordinaryUser, basicRegistry, display }, use) => {
    const ordinary = await createOrdinaryWorkstation(
      createWorkstation,
      ordinaryUser,
      basicRegistry,
    );
    const { home } = ordinary.workstation;
    const deb = readdirSync(DIST).find((name) => name.endsWith('.deb')) ?? '';
    const executable = await unpackDebianPackage(join(DIST, deb), join(home.root, 'installed'));
    await use({
      ordinary,
      executable,
      startToEnd(args, env = {}) {
        const [program = executable, ...rest] = [...ordinaryUser.startedBy, executable, ...args];
        return run(program, [...rest, `--user-data-dir=${home.userData}`], {
          env: { ...home.env, DISPLAY: display, ...env },
          cwd: home.root,
        });
      },
    });
  },
});

test.beforeAll(async () => {
  test.setTimeout(PACKAGING_LIMIT_MS);
  await ensurePackaged(await ensureElectron(), { quick: true });
});

test('P2, P7: the Debian package does the main job as an ordinary user, with the sandbox on', async ({
  installed,
  display,
  basicRegistry,
}, testInfo) => {
  const { ordinary, executable } = installed;
  const { workstation, user } = ordinary;
  const { home, toolEnv: env } = workstation;
  const app = await launchPackaged({
    home,
    display,
    executable,
    startedBy: ordinary.startedBy,
  });
  await workstation.watch(app);
  const status = procText(app.rendererPid(), 'status');
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(new RegExp(`^Uid:\\t${user.uid}\\t`, 'm'));

  const { registry, account } = basicRegistry;
  const login = new LoginPage(app.page, say);
  const credentials = new CredentialsPage(app.page, say);
  await login.logIn({ registry, username: account.username, password: account.password });
  await workstation.look('logged in', testInfo);
  await login.finish();
  const row = credentials.row(registry, account.username);
  await credentials.expectState(row, 'auth.json', 'in-sync');
  await credentials.expectState(row, 'config.json', 'in-sync');
  expect(await getLogin('skopeo', registry, env, user.startedBy)).toBe(account.username);
  expect(await dockerConfigUser(home.dockerConfig, registry)).toBe(account.username);
  expect(await skopeoPull(basicRegistry, env, user.startedBy)).toMatchObject({
    code: 0,
    stderr: '',
  });
  await credentials.logOut(registry, account.username);
  expect(await getLogin('skopeo', registry, env, user.startedBy)).toBeNull();
  await credentials.forget(registry, account.username);
  await expect(credentials.emptyTitle).toBeVisible();
});

test('P7: as shipped it is no Node, takes no debugger and leaves its page in the sandbox', async ({
  installed,
}) => {
  const { home } = installed.ordinary.workstation;
  for (const refused of [
    '--remote-debugging-port=0',
    '--inspect',
    '--js-flags=--x',
    '--no-sandbox',
  ]) {
    const { code, stderr } = await installed.startToEnd([refused]);
    expect(code, refused).toBe(1);
    expect(stderr, refused).toContain('is not accepted');
    expect(stderr, refused).not.toContain('listening on');
  }

  const mark = join(home.root, 'tmp', 'ran');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
  const asNode = await installed.startToEnd(['-e', script, '--inspect'], {
    ELECTRON_RUN_AS_NODE: '1',
  });
  expect(asNode.code).toBe(1);
  const withOptions = await installed.startToEnd(['--inspect'], {
    NODE_OPTIONS: `--require=data:text/javascript,${encodeURIComponent(script)}`,
  });
  expect(withOptions.code).toBe(1);
  expect(existsSync(mark)).toBe(false);

  if (userInfo().uid === 0) {
    const asRoot = await run(installed.executable, ['--no-sandbox'], { env: home.env });
    expect(asRoot.code).toBe(1);
    expect(asRoot.stderr).toContain('refusing to run as root');
  }
});
