import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from './boundary-fixtures.ts';

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
});
