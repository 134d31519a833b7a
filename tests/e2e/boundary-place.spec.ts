import { expect } from '@playwright/test';
import { LINKS } from '../../shared/links.ts';
import { type Page, test } from './boundary-fixtures.ts';

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
