/**
 * The default app of the registry-carried Electron runtime: opens the app whose folder or file is the first argument
 * that is not a switch, as Electron's own does. `-r FILE` loads a module first (Playwright's loader comes this way).
 *
 * It awaits the app's import at top level: Electron holds `ready` back only until this module is done, and an app
 * must register its privileged schemes before `ready`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** @type {string[]} */
const preloads = [];
/** @type {string | undefined} */
let target;
const args = process.argv.slice(1);
for (let index = 0; index < args.length && target === undefined; index += 1) {
  const arg = args[index] ?? '';
  if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (arg === '-r' || arg === '--require') {
    index += 1;
    preloads.push(args[index] ?? '');
  } else if (!arg.startsWith('-')) target = arg;
}
if (target === undefined) {
  console.error('usage: electron [-r FILE] APP');
  process.exit(2);
}

const require = createRequire(import.meta.url);
for (const preload of preloads) require(resolve(preload));

const path = resolve(target);
let entry = path;
try {
  const description = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const { name, productName = name, version } = description;
  if (productName !== undefined) app.setName(productName);
  if (version !== undefined) app.setVersion(version);
  if (name !== undefined && process.platform === 'linux') app.setDesktopName(`${name}.desktop`);
  app.setAppPath(path);
  entry = resolve(path, description.main ?? 'index.js');
} catch (error) {
  // A file instead of a folder has no package.json to read a name from.
  if (!['ENOTDIR', 'ENOENT'].includes(error.code)) throw error;
}
process.defaultApp = true;
try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  // Left to Electron it becomes a dialog, which nobody answers where there is no screen.
  console.error(error);
  process.exit(1);
}
