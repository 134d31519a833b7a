/**
 * `npm run package [-- [--quick] dir|deb ...]`: packages of the app in dist/. They are for others to run, so the
 * Electron runtime has to be the pinned one. `--quick` makes packages to try, with whatever this checkout runs on.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, hashOfSources } from './build.mjs';
import { electronVersion, ensureElectron } from './electron-runtime.mjs';
import { isMain, ROOT, run, runMain, Stop, step } from './process.mjs';
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

/**
 * @param {string} version of the runtime that is at hand
 * @throws {Stop} where it is not the pinned one: an older one lacks fixes, and a newer one was not tested
 */
export function refuseOtherElectron(version) {
  const pinned = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies
    .electron;
  if (version === pinned) return;
  throw new Stop(
    `Packages are made with Electron ${pinned}, and ${version} is what there is.\n` +
      'Get it with "npx install-electron" where GitHub is in reach, or make packages to try with\n' +
      '"npm run package -- --quick".',
  );
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await setUp('start');
    const electron = await ensureElectron();
    const { values, positionals: targets } = parseArgs({
      options: { quick: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (!values.quick) refuseOtherElectron(electronVersion(electron));
    await ensureBuilt();
    await ensurePackaged(electron, { ...values, ...(targets.length > 0 && { targets }) });
    console.log(`In ${OUTPUT}`);
  });
}
