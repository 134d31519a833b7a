import { expect } from '@playwright/test';
import { electronProcesses, procText } from '../support/app-processes.ts';
import { dockerConfigUser, getLogin, skopeoPull } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { createOrdinaryWorkstation } from './ordinary-workstation.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test("P2: an ordinary user does the main job with Chromium's sandbox on", async ({
  createWorkstation,
  ordinaryUser,
  basicRegistry,
}, testInfo) => {
  const ordinary = await createOrdinaryWorkstation(createWorkstation, ordinaryUser, basicRegistry);
  const { workstation } = ordinary;
  const { toolEnv: env, home } = workstation;
  const { page, rendererPid, electron } = await ordinary.start();
  const { registry, account } = basicRegistry;

  const status = procText(rendererPid(), 'status');
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(new RegExp(`^Uid:\\t${ordinaryUser.uid}\\t`, 'm'));
  const commands = electronProcesses(electron.process().pid ?? 0, 'renderer').map((pid) =>
    procText(pid, 'cmdline'),
  );
  for (const command of commands) {
    expect(command).not.toContain('--no-sandbox');
  }

  const login = new LoginPage(page, say);
  await login.logIn({ registry, username: account.username, password: account.password });
  await workstation.look('logged in', testInfo);
  await login.finish();
  const credentials = new CredentialsPage(page, say);
  const row = credentials.row(registry, account.username);
  await credentials.expectState(row, 'auth.json', 'in-sync');
  await credentials.expectState(row, 'config.json', 'in-sync');

  const as = ordinaryUser.startedBy;
  expect(await getLogin('skopeo', registry, env, as)).toBe(account.username);
  expect(await getLogin('buildah', registry, env, as)).toBe(account.username);
  expect(await dockerConfigUser(home.dockerConfig, registry)).toBe(account.username);
  expect(await skopeoPull(basicRegistry, env, as)).toMatchObject({ code: 0, stderr: '' });

  await credentials.logOut(registry, account.username);
  expect(await getLogin('skopeo', registry, env, as)).toBeNull();
  await credentials.forget(registry, account.username);
  await expect(credentials.emptyTitle).toBeVisible();
});
