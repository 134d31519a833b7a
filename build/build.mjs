/** Builds main, preload and renderer into out/. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isMain, ROOT, run, runMain, step } from './process.mjs';

/** What out/ is made of. */
const SOURCES = ['shared', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];
const STAMP = join(ROOT, 'out/.sources');

export const VITE_CONFIG = 'build/electron.vite.config.ts';

/** Builds unless out/ was made of the very same sources. */
export async function ensureBuilt() {
  const sources = hashOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return;
  await step('Building the app', () => run(...electronVite('build', '--logLevel', 'warn')));
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  writeFileSync(STAMP, sources);
}

/** Has the next `ensureBuilt` build: what is in out/ is somebody else's. */
export function forgetBuild() {
  rmSync(STAMP, { force: true });
}

/**
 * How electron-vite is run with our configuration.
 * @param {string} command
 * @param {...string} args
 * @returns {[string, string[]]} program and its arguments
 */
export function electronVite(command, ...args) {
  const cli = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  return [process.execPath, [cli, command, '--config', VITE_CONFIG, ...args]];
}

/** A hash of everything that out/ is made of. @returns {string} */
export function hashOfSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(join(ROOT, source))) {
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} sorted, so that the hash does not hang on the file system's order */
function filesOf(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const { setUp } = await import('./setup.mjs');
    await setUp('start');
    await ensureBuilt();
  });
}
