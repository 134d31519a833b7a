import { join } from 'node:path';
import { runnerImport } from 'vite';
import { ROOT } from './process.mjs';

/**
 * Imports a TypeScript module of this checkout, which plain Node 20 cannot.
 * @param {string} path within the checkout
 * @returns {Promise<any>} its exports
 */
export async function importTypeScript(path) {
  const { module } = await runnerImport(join(ROOT, path), {
    configFile: false,
    root: ROOT,
    logLevel: 'error',
  });
  return module;
}
