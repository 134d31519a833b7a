/** `npm run dev`: the app with hot reload of the renderer and a restart of main when its sources change. */
import { spawn } from 'node:child_process';
import { electronVite, forgetBuild } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { isRoot, ROOT, runMain } from './process.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  await setUp('start');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  // electron-vite looks for the runtime here, and nowhere else that we could set.
  env.ELECTRON_EXEC_PATH = await ensureElectron();
  // Main and preload are built into out/ for development.
  forgetBuild();
  const [command, args] = electronVite('dev', '--watch', ...(isRoot ? ['--noSandbox'] : []));
  const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
});
