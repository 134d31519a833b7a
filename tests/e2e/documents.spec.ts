import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { ErrorCode } from '../../shared/errors.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test('documents of the app that were damaged: said by name, the list given back, the others set aside', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { userData } = workstation.home;
  const { registry, account } = basicRegistry;
  await workstation.start();
  const login = new LoginPage(workstation.app.page, say);
  await login.check({ registry, username: account.username, password: account.password });
  await login.button('common.next').click();
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  await workstation.kill();

  const damage = (name: string) => {
    const path = join(userData, `${name}.json`);
    writeFileSync(path, '{"data": half a docu');
    return path;
  };
  const [index, proxy] = [damage('index'), damage('proxy')];
  const { page } = await workstation.start();
  const said = (code: ErrorCode) =>
    page.getByRole('heading', { name: `Danger alert: ${say(`errors.${code}.title`)}` });
  await expect(said('INDEX_UNREADABLE')).toBeVisible();

  await page.getByRole('link', { name: say('nav.settings') }).click();
  await expect(said('PROXY_UNREADABLE')).toBeVisible();
  await workstation.look('unreadable documents', testInfo);
  const proxyPart = page.getByRole('article', { name: say('documents.names.proxy') });
  await proxyPart.getByRole('button', { name: say('documents.setAside') }).click();
  await expect(said('PROXY_UNREADABLE')).toHaveCount(0);
  await page
    .getByRole('button', { name: say('documents.restore').replace('{{when}}', '') })
    .click();
  await expect(page.getByRole('heading', { name: say('documents.title') })).toHaveCount(0);

  await page.getByRole('link', { name: say('nav.credentials') }).click();
  await expect(new CredentialsPage(page, say).row(registry, account.username)).toBeVisible();
  const kept = readdirSync(userData).filter((name) => name.includes('.damaged-'));
  expect(kept.map((name) => name.replace(/-.*/, '')).sort()).toEqual([
    'index.json.damaged',
    'proxy.json.damaged',
  ]);
  for (const name of kept) expect(readFileSync(join(userData, name), 'utf8')).toContain('half');
  expect(readFileSync(index, 'utf8')).toContain(registry);
  expect(existsSync(proxy)).toBe(false);
});
