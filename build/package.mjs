/**
 * `npm run package [dir|deb ...]`: packages of the app in dist/, with the Electron runtime that this checkout runs on.
 * A release is made where that is the official one.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt, hashOfSources } from './build.mjs';
import { electronVersion, ensureElectron } from './electron-runtime.mjs';
import { isMain, ROOT, run, runMain, step } from './process.mjs';
import { setUp } from './setup.mjs';

const OUTPUT = join(ROOT, 'dist');
const STAMP = join(OUTPUT, '.sources');

/** What `npm run package` makes, and the tests look at. */
const TARGETS = ['dir', 'deb'];

/**
 * Makes the packages unless those in dist/ are of the very same sources. Needs a built app.
 * @param {string} electron the runtime's executable
 * @param {{targets?: readonly string[], quick?: boolean}} [options] electron-builder's targets; `quick` compresses
 *   little, and takes packages as they are that were compressed well
 */
export async function ensurePackaged(electron, { targets = TARGETS, quick = false } = {}) {
  const version = electronVersion(electron);
  const state = [hashOfSources(), version, ...targets].join(' ');
  const found = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
  if (found === state || (quick && found === `${state} quick`)) return;
  rmSync(OUTPUT, { recursive: true, force: true });
  await step(`Packaging ${targets.join(' and ')} with Electron ${version}`, () =>
    // A process of its own: electron-builder writes to the console as it likes.
    run(process.execPath, [
      join(ROOT, 'build/package-worker.mjs'),
      JSON.stringify({ dist: dirname(electron), version, targets, output: OUTPUT, quick }),
    ]),
  );
  writeFileSync(STAMP, quick ? `${state} quick` : state);
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await setUp('start');
    const electron = await ensureElectron();
    await ensureBuilt();
    const targets = process.argv.slice(2);
    await ensurePackaged(electron, targets.length > 0 ? { targets } : {});
    console.log(`In ${OUTPUT}`);
  });
}
