import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { PROXIED_NAME, trustRegistry } from '../support/docker-registry.ts';
import { startProxy } from '../support/proxy.ts';
import { test } from './fixtures.ts';
import { agrees } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

/** What the desktop's settings lead to: Plasma's, as its files can be written without a desktop. */
const PLASMA = { XDG_CURRENT_DESKTOP: 'KDE', KDE_SESSION_VERSION: '5' };

test('a login goes the way that the desktop’s PAC script says', async ({
  workstation,
  basicRegistry,
}) => {
  const { account } = basicRegistry;
  const port = basicRegistry.registry.split(':')[1] ?? '';
  const name = `${PROXIED_NAME}:${port}`;
  const proxy = await startProxy({ hosts: { [PROXIED_NAME]: '127.0.0.1' } });
  let asked = 0;
  const script = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/x-ns-proxy-autoconfig');
    response.end(`function FindProxyForURL(url, host) {
      return host === '${PROXIED_NAME}' ? 'PROXY ${proxy.host}' : 'DIRECT';
    }`);
  });
  await new Promise<void>((listening) => script.listen(0, '127.0.0.1', listening));
  try {
    const { port: scriptPort } = script.address() as AddressInfo;
    const config = join(workstation.home.home, '.config');
    await mkdir(config, { recursive: true });
    await writeFile(
      join(config, 'kioslaverc'),
      `[Proxy Settings]\nProxyType=2\nProxy Config Script=http://127.0.0.1:${scriptPort}/proxy.pac\n`,
    );
    const { page } = await workstation.start({ env: PLASMA });
    await agrees(workstation.electron, true);
    await page.getByRole('link', { name: say('nav.settings') }).click();
    await page.getByRole('radio', { name: say('network.modes.system.name') }).check();
    const network = page.getByRole('region', { name: say('network.title') });
    await network.getByRole('button', { name: say('network.save') }).click();
    await expect(page.getByText(say('network.saved'))).toBeVisible();

    await trustRegistry(workstation.home.home, { registry: name, ca: basicRegistry.ca });
    const login = new LoginPage(page, say);
    await login.logIn({ registry: name, ...account });
    expect(asked).toBeGreaterThan(0);
    expect(await proxy.requests()).toContainEqual(`CONNECT ${name} 200`);
  } finally {
    script.close();
    await proxy.close();
  }
});
