import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureElectron } from '../../build/electron-runtime.mjs';
import { ensurePackaged } from '../../build/package.mjs';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const APP = join(DIST, 'linux-unpacked');
const ASAR = join(APP, 'resources/app.asar');

beforeAll(async () => ensurePackaged(await ensureElectron(), { quick: true }), 300_000);

describe('the packaged app', () => {
  test('P7: its fuses keep it from being Node, from a debugger and from code outside its archive', async () => {
    const wire = await getCurrentFuseWire(join(APP, 'pullkeeper'));
    const state = (fuse: FuseV1Options) => FuseState[wire[fuse] ?? FuseState.REMOVED];
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      browserSnapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocol: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: 'DISABLE',
      cookieEncryption: 'ENABLE',
      nodeOptions: 'DISABLE',
      inspect: 'DISABLE',
      asarIntegrity: 'ENABLE',
      onlyAsar: 'ENABLE',
      browserSnapshot: 'DISABLE',
      fileProtocol: 'DISABLE',
    });
  });

  test('its archive holds the bundle and the native packages of this platform, and nothing else', () => {
    const files = listPackage(ASAR, { isPack: false }).map((file) => file.slice(1));
    const roots = new Set(files.map((file) => file.split('/')[0]));
    expect([...roots].sort()).toEqual(['LICENSE', 'node_modules', 'out', 'package.json']);
    const packages = new Set(
      files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/@]+)/.exec(file)?.[1] ?? []),
    );
    expect([...packages].sort()).toEqual(['@koromix/koffi-linux-x64', 'keytar', 'koffi']);
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([
      'node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node',
      'node_modules/keytar/prebuilds/linux-x64/keytar.node',
    ]);
    const outside = /\.(map|tsx?|test\.\w+|spec\.\w+|cc?|h|gyp)$|(^|\/)(tests?|docs?)\//;
    expect(files.filter((file) => outside.test(file))).toEqual([]);
    for (const needed of [
      'out/main/main.js',
      'out/main/keychain-worker.js',
      'out/preload/preload.cjs',
      'out/renderer/index.html',
    ]) {
      expect(files).toContain(needed);
    }
  });

  test('native modules lie beside the archive, where the system can load them', () => {
    const unpacked = `${ASAR}.unpacked/node_modules`;
    expect(statSync(`${unpacked}/keytar/prebuilds/linux-x64/keytar.node`).isFile()).toBe(true);
    expect(statSync(`${unpacked}/@koromix/koffi-linux-x64/linux_x64/koffi.node`).isFile()).toBe(
      true,
    );
  });

  test('its folder holds no app but ours', () => {
    expect(readdirSync(join(APP, 'resources')).filter((name) => name.endsWith('.asar'))).toEqual([
      'app.asar',
    ]);
  });
});

describe('the Debian package', () => {
  const file = () => join(DIST, readdirSync(DIST).find((name) => name.endsWith('.deb')) ?? '');
  const read = (option: string) => execFileSync('dpkg-deb', [option, file()], { encoding: 'utf8' });

  test('says what it is and needs', () => {
    const control = read('--field');
    expect(control).toMatch(/^Package: pullkeeper$/m);
    const { version } = JSON.parse(readFileSync(join(DIST, '../package.json'), 'utf8'));
    expect(control).toContain(`Version: ${version}\n`);
    expect(control).toMatch(/^Depends: .*libsecret-1-0/m);
  });

  test('belongs to root, and only the sandbox helper is setuid (P8)', () => {
    const lines = read('--contents').trimEnd().split('\n');
    expect(lines.filter((line) => !line.includes(' root/root '))).toEqual([]);
    expect(
      lines.filter((line) => /^.{3}s|^.{6}s/.test(line)).map((line) => line.split(/\s+/).at(-1)),
    ).toEqual(['./opt/Pullkeeper/chrome-sandbox']);
    expect(lines.filter((line) => /^-.{4}w|^-.{7}w/.test(line))).toEqual([]);
  });

  test('brings a menu entry in three languages and an icon in every size', () => {
    const listed = read('--contents');
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      expect(listed).toContain(`./usr/share/icons/hicolor/${size}x${size}/apps/pullkeeper.png`);
    }
    const entry = execFileSync(
      'sh',
      [
        '-c',
        'dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/share/applications/pullkeeper.desktop',
        'sh',
        file(),
      ],
      { encoding: 'utf8' },
    );
    expect(entry).toMatch(/^Exec=\/opt\/Pullkeeper\/pullkeeper/m);
    expect(entry).toMatch(/^Icon=pullkeeper$/m);
    expect(entry).toMatch(/^Comment\[zh_CN\]=./m);
    expect(entry).toMatch(/^Comment\[ja\]=./m);
  });
});
