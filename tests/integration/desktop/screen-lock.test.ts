import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { onScreenLock } from '../../../electron/desktop/screen-lock.ts';
import { startKeyring } from '../../support/keyring.ts';

const run = promisify(execFile);

test('a locked screen is heard over D-Bus, and nothing else is', async () => {
  const keyring = await startKeyring();
  try {
    const env = { PATH: process.env.PATH, ...keyring.env };
    const signal = (path: string, name: string, value: string) =>
      run('dbus-send', ['--session', '--type=signal', path, name, value], { env });
    let heard = 0;
    let resolve = () => {};
    const next = () => new Promise<void>((done) => (resolve = done));
    const listening = next();
    const stop = onScreenLock(
      env,
      () => {
        heard += 1;
        resolve();
      },
      resolve,
    );
    await listening;
    for (const name of ['gnome', 'freedesktop']) {
      const path = `/org/${name}/ScreenSaver`;
      const member = `org.${name}.ScreenSaver.ActiveChanged`;
      const before = heard;
      const locked = next();
      await signal('/org/other', 'org.example.Window.ActiveChanged', 'boolean:true');
      await signal(path, member, 'boolean:false');
      await signal(path, member, 'boolean:true');
      await locked;
      expect(heard).toBe(before + 1);
    }
    stop();
  } finally {
    await keyring.stop();
  }
});

test('without a bus or without the program nothing is heard, and nothing breaks', () => {
  onScreenLock({ PATH: '/nowhere' }, () => expect.fail('was heard'))();
});
