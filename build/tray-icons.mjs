/**
 * `node build/tray-icons.mjs`: draws the tray's icons, build/icons/tray/*.svg, as PNG at 22 and 44 pixels into
 * electron/desktop/tray/icons.json, with the Electron of this checkout. On a machine without a display under xvfb-run.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureElectron } from './electron-runtime.mjs';
import { isRoot, ROOT, runMain, Stop } from './process.mjs';

const SOURCES = join(ROOT, 'build/icons/tray');
const RESULT = join(ROOT, 'electron/desktop/tray/icons.json');

/** Runs in Electron: draws each picture on a canvas of each size. */
const PAINTER = `
const { app, BrowserWindow } = require('electron');
const { readFileSync, writeFileSync } = require('node:fs');
app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,');
  const sources = JSON.parse(readFileSync(process.env.TRAY_SOURCES, 'utf8'));
  const drawn = await window.webContents.executeJavaScript('(' + (async (sources) => {
    const drawn = {};
    for (const [name, svg] of Object.entries(sources)) {
      drawn[name] = {};
      for (const size of [22, 44]) {
        const image = new Image();
        image.src = 'data:image/svg+xml;base64,' + btoa(svg);
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
        canvas.getContext('2d').drawImage(image, 0, 0, size, size);
        drawn[name][size] = canvas.toDataURL('image/png');
      }
    }
    return drawn;
  }) + ')(' + JSON.stringify(sources) + ')');
  writeFileSync(process.env.TRAY_RESULT, JSON.stringify(drawn, null, 2) + '\\n');
  app.exit(0);
});
`;

await runMain(async () => {
  const electron = await ensureElectron();
  const work = mkdtempSync(join(tmpdir(), 'pullkeeper-icons-'));
  try {
    const sources = Object.fromEntries(
      readdirSync(SOURCES).map((file) => [
        file.replace('.svg', ''),
        readFileSync(join(SOURCES, file), 'utf8'),
      ]),
    );
    writeFileSync(join(work, 'sources.json'), JSON.stringify(sources));
    writeFileSync(join(work, 'painter.cjs'), PAINTER);
    const { status } = spawnSync(
      electron,
      [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu', join(work, 'painter.cjs')],
      {
        stdio: 'inherit',
        env: { ...process.env, TRAY_SOURCES: join(work, 'sources.json'), TRAY_RESULT: RESULT },
      },
    );
    if (status !== 0) throw new Stop('The icons were not drawn.');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return 0;
});
