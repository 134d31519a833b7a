import { chmod, readFile, stat } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { FindingCode } from '../../shared/doctor.ts';
import { makeCanary } from '../support/canary.ts';
import { test } from './fixtures.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

function auth(username: string, password: string): { readonly auth: string } {
  return { auth: Buffer.from(`${username}:${password}`).toString('base64') };
}

test('an examination shows a twin key and a too wide mode, and each fix leaves the rest alone', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { dockerConfig } = workstation.home;
  const password = makeCanary();
  workstation.keepSecret(password);
  const kept = auth('robot', password);
  const config = {
    auths: {
      'registry.example.com': auth('builder', password),
      'https://registry.example.com/v1/': auth('builder', password),
      'quay.example.com': kept,
    },
    detachKeys: 'ctrl-q',
  };
  await workstation.replaceFile(dockerConfig, `${JSON.stringify(config, null, 2)}\n`);
  await chmod(dockerConfig, 0o644);

  const { page } = await workstation.start();
  const main = page.getByRole('main');
  const titleOf = (code: FindingCode) => say(`doctor.finding.${code}.title`);
  const finding = (code: FindingCode) =>
    main.getByRole('listitem').filter({ has: page.getByRole('heading', { name: titleOf(code) }) });
  const fix = async (code: FindingCode) => {
    await finding(code).getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: say('doctor.confirm'), exact: true }).click();
    await expect(dialog.getByRole('heading', { name: say('doctor.done') })).toBeVisible();
    await workstation.look(`fixed ${code}`, testInfo);
    await dialog
      .getByRole('button', { name: say('common.close'), exact: true })
      .last()
      .click();
    await expect(finding(code)).toHaveCount(0);
  };

  await page.getByRole('link', { name: say('nav.targets') }).click();
  await main.getByRole('button', { name: say('doctor.examine'), exact: true }).click();
  await expect(finding('url-form-twin')).toHaveCount(1);
  await expect(finding('mode-too-wide')).toHaveCount(1);
  await expect(finding('mode-too-wide')).toContainText('0644');
  await workstation.look('findings', testInfo);

  await fix('mode-too-wide');
  expect((await stat(dockerConfig)).mode & 0o777).toBe(0o600);
  await expect(finding('url-form-twin')).toHaveCount(1);

  await fix('url-form-twin');
  const after = JSON.parse(await readFile(dockerConfig, 'utf8'));
  expect(Object.keys(after.auths)).toHaveLength(2);
  expect(after.auths['quay.example.com']).toEqual(kept);
  expect(after.auths).toHaveProperty(['registry.example.com']);
  expect(after.detachKeys).toBe('ctrl-q');
});
