import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { autostartPath, isAutostartOn, setAutostart } from '../../../electron/desktop/autostart.ts';

let home: string;
let path: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'pullkeeper-autostart-'));
  path = autostartPath({}, home);
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('the entry starts the app without a window, and the same switch takes it away', async () => {
  expect(path).toBe(join(home, '.config/autostart/pullkeeper.desktop'));
  expect(await isAutostartOn(path)).toBe(false);
  await setAutostart(path, true, ['/opt/Pullkeeper/pullkeeper']);
  expect(await isAutostartOn(path)).toBe(true);
  expect(await readFile(path, 'utf8')).toContain('\nExec=/opt/Pullkeeper/pullkeeper --hidden\n');
  await setAutostart(path, false, []);
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  await setAutostart(path, false, []);
});

test('a path is quoted by the rules of desktop entries', async () => {
  await setAutostart(path, true, ['/home/jo doe/100%/a"b$c\\d/pullkeeper']);
  expect(await readFile(path, 'utf8')).toContain(
    '\nExec="/home/jo doe/100%%/a\\\\"b\\\\$c\\\\\\\\d/pullkeeper" --hidden\n',
  );
});

test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
  'an entry that a desktop’s own tool has switched off (%s) is off',
  async (line) => {
    await setAutostart(path, true, ['/usr/bin/pullkeeper']);
    const text = await readFile(path, 'utf8');
    await writeFile(path, `${text.replace(/^X-GNOME.*\n/m, '')}${line}\n`);
    expect(await isAutostartOn(path)).toBe(false);
  },
);

test('another place for settings, where it is absolute', () => {
  expect(autostartPath({ XDG_CONFIG_HOME: '/etc/jo' }, home)).toBe(
    '/etc/jo/autostart/pullkeeper.desktop',
  );
  expect(autostartPath({ XDG_CONFIG_HOME: 'relative' }, home)).toBe(path);
});
