import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { LINKS } from '../../shared/links.ts';
import { type OtherHost, startOtherHost } from '../support/app-other-host.ts';
import { test as base } from './fixtures.ts';

/** The page as the tests see it. */
interface Page {
  readonly pullkeeper: {
    invoke(name: string, input?: unknown): Promise<{ ok: boolean; error?: { code: string } }>;
    subscribe(name: string, callback: () => void): () => void;
  };
}

/** Electron has it and does not type it. */
interface Contents {
  getLastWebPreferences(): import('electron').WebPreferences | null;
}

const test = base.extend<{ otherHost: OtherHost }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs
  otherHost: async ({}, use) => {
    const host = await startOtherHost();
    await use(host);
    await host.close();
  },
});

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

test.describe('the page has no network', () => {
  test('P4, N8: fetch, sockets, beacons, images, scripts, frames and workers reach nobody', async ({
    sharedWorkstation,
    otherHost,
  }) => {
    const { page } = sharedWorkstation.app;
    const reached = await page.evaluate(async (origin) => {
      const outcomes: Record<string, boolean> = {};
      const attempt = async (name: string, work: () => Promise<unknown>) => {
        outcomes[name] = await work().then(
          () => true,
          () => false,
        );
      };
      const loaded = (element: HTMLElement) => {
        const settled = new Promise((resolve, reject) => {
          element.addEventListener('load', resolve);
          element.addEventListener('error', reject);
          addEventListener('securitypolicyviolation', reject, { once: true });
        });
        document.body.append(element);
        return settled.finally(() => element.remove());
      };
      await attempt('fetch', () => fetch(`${origin}/fetch`, { mode: 'no-cors' }));
      await attempt(
        'XMLHttpRequest',
        () =>
          new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.addEventListener('load', resolve);
            request.addEventListener('error', reject);
            request.open('GET', `${origin}/xhr`);
            request.send();
          }),
      );
      await attempt(
        'WebSocket',
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`);
            socket.addEventListener('open', resolve);
            socket.addEventListener('error', reject);
          }),
      );
      await attempt('EventSource', () =>
        new Promise((resolve, reject) => {
          const source = new EventSource(`${origin}/events`);
          source.addEventListener('open', resolve);
          source.addEventListener('error', reject);
        }).finally(() => {}),
      );
      navigator.sendBeacon(`${origin}/beacon`, 'x');
      await attempt('image', () => {
        const image = document.createElement('img');
        image.src = `${origin}/image.png`;
        return loaded(image);
      });
      await attempt('style sheet', () => {
        const style = document.createElement('link');
        style.rel = 'stylesheet';
        style.href = `${origin}/style.css`;
        return loaded(style);
      });
      await attempt('prefetch', () => {
        const prefetch = document.createElement('link');
        prefetch.rel = 'prefetch';
        prefetch.href = `${origin}/prefetch`;
        return loaded(prefetch);
      });
      await attempt('frame', () => {
        const frame = document.createElement('iframe');
        addEventListener('securitypolicyviolation', () => frame.dispatchEvent(new Event('error')), {
          once: true,
        });
        frame.src = `${origin}/frame`;
        return loaded(frame);
      });
      return outcomes;
    }, otherHost.origin);
    expect(Object.entries(reached).filter(([, through]) => through)).toEqual([]);
    expect(otherHost.seen).toEqual([]);
  });

  test('P4: WebRTC is blocked', async ({ sharedWorkstation }) => {
    const candidates = await sharedWorkstation.app.page.evaluate(async () => {
      const found: string[] = [];
      try {
        const connection = new RTCPeerConnection({
          iceServers: [{ urls: 'stun:127.0.0.1:3478' }],
        });
        connection.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate !== null) {
            found.push(candidate.candidate);
          }
        });
        connection.createDataChannel('x');
        const gathered = new Promise((resolve) => {
          connection.addEventListener('icegatheringstatechange', () => {
            if (connection.iceGatheringState === 'complete') {
              resolve(null);
            }
          });
        });
        await connection.setLocalDescription();
        await gathered;
      } catch {
        // Not even a connection object.
      }
      return found;
    });
    expect(candidates).toEqual([]);
  });
});

test.describe('the page stays where it is', () => {
  // Not on the shared machine: Playwright waits for the end of a navigation that never takes place.
  test('P5: it cannot navigate, open windows, attach a webview or download', async ({
    createWorkstation,
    otherHost,
  }) => {
    const workstation = await createWorkstation();
    const { page, electron } = await workstation.start();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const before = page.url();
    const opened = await page.evaluate((origin) => {
      const results = [
        window.open(`${origin}/window`),
        window.open(`${origin}/named`, 'named', 'noopener=no'),
        window.open('about:blank'),
        window.open('file:///etc/passwd'),
      ];
      const download = document.createElement('a');
      download.href = `${origin}/file.bin`;
      download.download = 'file.bin';
      download.click();
      const target = document.createElement('a');
      target.href = `${origin}/target`;
      target.target = '_blank';
      target.click();
      const view = document.createElement('webview');
      view.setAttribute('src', `${origin}/webview`);
      document.body.append(view);
      view.remove();
      window.location.href = `${origin}/navigation`;
      return results.filter((result) => result !== null).length;
    }, otherHost.origin);
    expect(opened).toBe(0);
    // A navigation that was let through would have been started by now and would replace the page.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
    expect(page.url()).toBe(before);
    const windows = await electron.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    );
    expect(windows).toBe(1);
    expect(otherHost.seen).toEqual([]);
  });

  test('P5: every permission is denied', async ({ sharedWorkstation }) => {
    const { page } = sharedWorkstation.app;
    const outcome = await page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'clipboard-read',
        'midi',
        'persistent-storage',
      ];
      const granted: string[] = [];
      for (const name of names) {
        const status = await navigator.permissions
          .query({ name: name as PermissionName })
          .catch(() => null);
        if (status?.state === 'granted') {
          granted.push(name);
        }
      }
      const notification = await Notification.requestPermission();
      const media = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      );
      return { granted, notification, media: media ?? 'denied' };
    });
    expect(outcome).toEqual({ granted: [], notification: 'denied', media: 'denied' });
  });

  test('P6: links open by their word alone, https on listed hosts, in the system browser', async ({
    sharedWorkstation,
  }) => {
    const { electron } = sharedWorkstation;
    const { page } = sharedWorkstation.app;
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => {
        opened.push(url);
      };
    });
    for (const link of LINKS) {
      const answer = await page.evaluate(
        (word) => (globalThis as unknown as Page).pullkeeper.invoke('links.open', { link: word }),
        link,
      );
      expect(answer, link).toMatchObject({ ok: true });
    }
    for (const link of ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', '']) {
      const answer = await page.evaluate(
        (word) => (globalThis as unknown as Page).pullkeeper.invoke('links.open', { link: word }),
        link,
      );
      expect(answer, link).toMatchObject({ ok: false });
    }
    const opened = await electron.evaluate(
      () => (globalThis as { opened?: string[] }).opened ?? [],
    );
    expect(opened).toHaveLength(LINKS.length);
    for (const url of opened) {
      expect(url).toMatch(/^https:\/\/([a-z]+\.)*(redhat\.com|quay\.io|docker\.com|github\.com)\//);
    }
  });
});

test.describe('the process', () => {
  test('L3: it opens no connection of its own', async ({ createWorkstation }, testInfo) => {
    const workstation = await createWorkstation();
    const log = testInfo.outputPath('connects.txt');
    await workstation.start({
      startedBy: ['strace', '-f', '--seccomp-bpf', '-qq', '-e', 'trace=connect', '-o', log],
    });
    const { page } = workstation.app;
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const place of await page.getByRole('navigation').getByRole('link').all()) {
      await place.click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
    await workstation.stop(testInfo);
    const lines = (await readFile(log, 'utf8')).split('\n');
    expect(lines.filter((line) => /sa_family=AF_INET/.test(line))).toEqual([]);
  });

  test('K3: a second start brings the window and does nothing with its arguments', async ({
    createWorkstation,
  }) => {
    const workstation = await createWorkstation();
    const { electron, pids } = await workstation.start();
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const second = await workstation.startAgain(['pullkeeper://login?registry=evil.test', '--x']);
    expect(second.code).toBe(0);
    await expect
      .poll(() =>
        electron.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((w) => w.isVisible()),
        ),
      )
      .toEqual([true]);
    expect(pids()).not.toHaveLength(0);
    expect(workstation.app.page.url()).toMatch(
      /^app:\/\/pullkeeper\/index\.html\?theme=[a-z]+&language=[a-zA-Z-]+(#\/)?$/,
    );
  });
});
