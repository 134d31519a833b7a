/**
 * Installs what is missing: the system's packages, then npm's. Plain Node, so that it runs in a fresh checkout.
 * As root it asks nothing; otherwise it prints the line to run and stops. `node build/setup.mjs [start|demo|test]`
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, isRoot, ROOT, run, runMain, Stop, step, which } from './process.mjs';
import { SYSTEM_PACKAGES } from './system-packages.mjs';

const NODE_WANTED = [20, 19];

/**
 * @param {import('./system-packages.mjs').Purpose} purpose
 * @throws {Stop} when something is missing that only the user can install
 */
export async function setUp(purpose) {
  checkNode();
  if (process.platform === 'linux') await installSystemPackages(purpose);
  await installNodeModules();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = NODE_WANTED;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new Stop(
      `Node ${NODE_WANTED.join('.')} or newer is needed; this is ${process.versions.node}.`,
    );
  }
}

/** @param {import('./system-packages.mjs').Purpose} purpose */
async function installSystemPackages(purpose) {
  const wanted = SYSTEM_PACKAGES[purpose];
  const debian = which('dpkg-query') !== null && which('apt-get') !== null;
  // Asking dpkg takes longer than all else that a second start does: ask again only when its state has changed.
  const stamp = () =>
    stampFile(`system-${purpose}`, [
      debian ? String(statSync('/var/lib/dpkg/status').mtimeMs) : (process.env.PATH ?? ''),
      JSON.stringify(wanted),
    ]);
  if (stamp().holds()) return;

  const has = debian ? debianHas() : otherHas();
  const missing = wanted.filter((each) => !has(each));
  if (missing.length > 0 && !debian) {
    const names = missing.map(({ name, program, library }) => program ?? library ?? name);
    console.log(`Not found on this system, and needed: ${names.join(', ')}. Going on without.`);
    return;
  }
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name);
    const install = ['install', '-y', '--no-install-recommends', ...names];
    if (!isRoot) {
      throw new Stop(
        `Some packages are missing. Install them, then run this again:\n\n  sudo apt-get ${install.join(' ')}\n`,
      );
    }
    await step(`Debian packages: installing ${names.join(' ')}`, () => aptGet(install));
  }
  stamp().write();
}

/** @param {readonly string[]} install arguments of apt-get */
async function aptGet(install) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A container has no running services for a package to start, and no policy that says so.
  const args = ['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];
  try {
    await run('apt-get', [...args, ...install], { env });
  } catch {
    // The lists may be missing or old.
    await run('apt-get', [...args, 'update'], { env });
    await run('apt-get', [...args, ...install], { env });
  }
}

/** @returns {(wanted: import('./system-packages.mjs').SystemPackage) => boolean} */
function debianHas() {
  const query = spawnSync(
    'dpkg-query',
    ['-W', '-f', `\${db:Status-Status}\\t\${Package}, \${Provides}\\n`],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  /** @type {Set<string>} */
  const installed = new Set();
  for (const line of query.stdout.split('\n')) {
    const [status, names = ''] = line.split('\t');
    if (status !== 'installed') continue;
    // Renamed packages provide the old name: libasound2t64 provides "libasound2 (= 1.2.8-1)".
    for (const name of names.split(',')) installed.add(name.trim().replace(/[ :(].*/, ''));
  }
  // A program of another origin will do (Docker's own packages, a Node of nodesource).
  return ({ name, program }) =>
    installed.has(name) || (program !== undefined && which(program) !== null);
}

/** @returns {(wanted: import('./system-packages.mjs').SystemPackage) => boolean} */
function otherHas() {
  const libraries = spawnSync('ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return ({ program, library }) => {
    if (program !== undefined) return which(program) !== null;
    return library === undefined || libraries.includes(`${library} `);
  };
}

async function installNodeModules() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const record = join(ROOT, 'node_modules/.package-lock.json');
  const stamp = () =>
    stampFile('npm', [lock, existsSync(record) ? String(statSync(record).mtimeMs) : '']);
  if (stamp().holds()) return;
  if (!existsSync(record) || !matches(lock, readFileSync(record, 'utf8'))) {
    // Not `npm ci`: it refuses a lock file that lacks an optional package of another platform, and npm leaves those
    // out where the registry is a mirror of one platform. The lock file is followed, and not changed, all the same.
    await step('npm packages: installing what package-lock.json says', () =>
      run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']),
    );
  }
  stamp().write();
}

/**
 * Whether what npm last installed is what the lock says. Packages of other platforms are rightly absent.
 * @param {string} lockText package-lock.json
 * @param {string} installedText node_modules/.package-lock.json
 */
function matches(lockText, installedText) {
  /** @type {Record<string, {version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean}>} */
  const wanted = JSON.parse(lockText).packages;
  /** @type {Record<string, {version?: string}>} */
  const installed = JSON.parse(installedText).packages;
  for (const [path, { version, optional, devOptional, peer }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path]?.version;
    if (found === undefined ? !(optional || devOptional || peer) : found !== version) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

/**
 * A note that something was found in order, for the state that `parts` describe.
 * @param {string} name
 * @param {readonly string[]} parts
 */
function stampFile(name, parts) {
  const directory = join(ROOT, 'node_modules/.cache/pullkeeper');
  const file = join(directory, name);
  const value = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return {
    holds: () => existsSync(file) && readFileSync(file, 'utf8') === value,
    write: () => {
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, value);
    },
  };
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const [purpose = 'start'] = process.argv.slice(2);
    if (purpose !== 'start' && purpose !== 'demo' && purpose !== 'test') {
      throw new Stop('usage: node build/setup.mjs [start|demo|test]');
    }
    await setUp(purpose);
  });
}
