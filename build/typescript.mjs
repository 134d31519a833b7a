import { join } from 'node:path';
import { createRunnableDevEnvironment, resolveConfig } from 'vite';
import { ROOT } from './process.mjs';

/** @type {Promise<import('vite').RunnableDevEnvironment> | undefined} */
let opening;

/**
 * Imports a TypeScript module of this checkout, which plain Node 20 cannot. What it imports later, it still can: Vite's
 * own `runnerImport` closes the way behind the first import.
 * @param {string} path within the checkout
 * @returns {Promise<any>} its exports
 */
export async function importTypeScript(path) {
  opening ??= open();
  return (await opening).runner.import(join(ROOT, path));
}

async function open() {
  const config = await resolveConfig(
    {
      configFile: false,
      envDir: false,
      root: ROOT,
      logLevel: 'error',
      environments: {
        inline: {
          consumer: 'server',
          dev: { moduleRunnerTransform: true },
          resolve: { external: true, mainFields: [], conditions: ['node', 'module-sync'] },
        },
      },
    },
    'serve',
  );
  const environment = createRunnableDevEnvironment('inline', config, {
    runnerOptions: { hmr: { logger: false } },
    hot: false,
  });
  await environment.init();
  return environment;
}
