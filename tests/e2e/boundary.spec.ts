import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from './boundary-fixtures.ts';
import { test } from './fixtures.ts';

/** Electron has it and does not type it. */
interface Contents {
  getLastWebPreferences(): import('electron').WebPreferences | null;
}

test.describe('the walls of the page', () => {
  test('P1: every page is sandboxed, isolated and without Node', async ({ sharedWorkstation }) => {
    const preferences = await sharedWorkstation.electron.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .map((contents) => (contents as unknown as Contents).getLastWebPreferences()),
    );
    expect(preferences).not.toHaveLength(0);
    for (const each of preferences) {
      expect(each).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
      });
      expect(each?.nodeIntegrationInSubFrames ?? false).toBe(false);
      expect(each?.nodeIntegrationInWorker ?? false).toBe(false);
      expect(each?.allowRunningInsecureContent ?? false).toBe(false);
      expect(each?.experimentalFeatures ?? false).toBe(false);
      expect(each?.webviewTag ?? false).toBe(false);
      expect(each?.enableBlinkFeatures ?? '').toBe('');
    }
  });

  test('P2, I1: the page has two functions of ours and nothing of Node or Electron', async ({
    sharedWorkstation,
  }) => {
    const { page } = sharedWorkstation.app;
    const found = await page.evaluate(() => {
      const scope = globalThis as unknown as Record<string, unknown>;
      return {
        bridge: Object.keys(scope.pullkeeper as object).sort(),
        others: [
          'require',
          'process',
          'module',
          'Buffer',
          'global',
          'electron',
          'ipcRenderer',
        ].filter((name) => name in scope),
      };
    });
    expect(found).toEqual({ bridge: ['invoke', 'subscribe'], others: [] });
  });

  test('I1: a name that the contract does not have reaches no channel', async ({
    sharedWorkstation,
  }) => {
    const { page } = sharedWorkstation.app;
    for (const name of ['app.quit', '__proto__', 'constructor', '']) {
      await expect(
        page.evaluate((call) => (globalThis as unknown as Page).pullkeeper.invoke(call), name),
        name,
      ).rejects.toThrow('no such call');
    }
    await expect(
      page.evaluate(() =>
        (globalThis as unknown as Page).pullkeeper.subscribe('__proto__', () => {}),
      ),
    ).rejects.toThrow('no such event');
  });

  test('I3: what does not fit the contract is refused with its code', async ({
    sharedWorkstation,
  }) => {
    const { page } = sharedWorkstation.app;
    const inputs: [string, unknown][] = [
      ['settings.set', { theme: 'pink' }],
      ['settings.set', { theme: 'dark', path: '/etc/passwd' }],
      ['settings.set', { vaultBackend: 'memory' }],
      ['links.open', { link: 'https://example.test/' }],
      ['credentials.forget', { runId: 'x', credentialId: '../..' }],
      ['login.start', 'x'.repeat(1_000_000)],
      ['app.info', {}],
    ];
    for (const [name, input] of inputs) {
      const answer = await page.evaluate(
        ([call, value]) => (globalThis as unknown as Page).pullkeeper.invoke(call as string, value),
        [name, input] as const,
      );
      expect(answer, name).toMatchObject({ ok: false, error: { code: 'IPC_INVALID_INPUT' } });
    }
  });

  test('I2: a page of another origin is not served, with our preload or without', async ({
    sharedWorkstation,
  }) => {
    const { electron } = sharedWorkstation;
    const preload = join(import.meta.dirname, '../../out/preload/preload.cjs');
    for (const url of ['about:blank', 'data:text/html,<h1>other</h1>']) {
      const answer = await electron.evaluate(
        async ({ BrowserWindow }, { preload, url }) => {
          const window = new BrowserWindow({ show: false, webPreferences: { preload } });
          try {
            await window.loadURL(url).catch(() => {});
            return await window.webContents.executeJavaScript(
              "pullkeeper.invoke('credentials.list')",
            );
          } finally {
            window.destroy();
          }
        },
        { preload, url },
      );
      expect(answer, url).toMatchObject({ ok: false, error: { code: 'IPC_UNTRUSTED_SENDER' } });
    }
  });

  test('P3: app:// serves the bundle and nothing beside it', async ({ sharedWorkstation }) => {
    const statuses = await sharedWorkstation.electron.evaluate(
      async ({ session }, paths) =>
        Promise.all(
          paths.map(async (path) => [
            path,
            await session.defaultSession.fetch(path).then(
              ({ status }) => status,
              () => 'refused',
            ),
          ]),
        ),
      [
        'app://pullkeeper/index.html',
        'app://pullkeeper/../main/main.js',
        'app://pullkeeper/..%2fmain%2fmain.js',
        'app://pullkeeper/%2e%2e/main/main.js',
        'app://pullkeeper//etc/passwd',
        'app://pullkeeper/..\\main\\main.js',
        'app://pullkeeper/index.html%00.css',
        'app://other/index.html',
      ],
    );
    const served = statuses.filter(([, status]) => status === 200).map(([path]) => path);
    expect(served).toEqual(['app://pullkeeper/index.html']);
  });

  test('P4: the content security policy is strict and comes with every answer', async ({
    sharedWorkstation,
  }) => {
    const headers = await sharedWorkstation.electron.evaluate(async ({ session }) => {
      const answer = await session.defaultSession.fetch('app://pullkeeper/index.html');
      return Object.fromEntries(answer.headers.entries());
    });
    const policy = headers['content-security-policy'] ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'none'",
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split('; ')).toContain(directive);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('P4: no markup and no script from a string is taken', async ({ sharedWorkstation }) => {
    const { page } = sharedWorkstation.app;
    const refused = await page.evaluate(() => {
      const attempts: Record<string, () => void> = {
        innerHTML: () => {
          document.createElement('div').innerHTML = '<img src="x" onerror="alert(1)">';
        },
        'event handler': () => document.createElement('img').setAttribute('onerror', 'alert(1)'),
        'inline script': () => {
          document.createElement('script').textContent = 'alert(1)';
        },
        'script from elsewhere': () => {
          document.createElement('script').src = 'data:text/javascript,alert(1)';
        },
        srcdoc: () => {
          document.createElement('iframe').srcdoc = '<script>alert(1)</script>';
        },
        'document.write': () => document.write('<script>alert(1)</script>'),
        'a policy of its own': () => {
          (
            globalThis as unknown as { trustedTypes: { createPolicy(name: string): void } }
          ).trustedTypes.createPolicy('x');
        },
      };
      return Object.entries(attempts).map(([name, attempt]) => {
        try {
          attempt();
          return `${name}: let through`;
        } catch (error) {
          return `${name}: ${(error as Error).name}`;
        }
      });
    });
    expect(refused.filter((each) => !each.endsWith(': TypeError'))).toEqual([]);
  });
});
