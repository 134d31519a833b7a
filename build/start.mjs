/** `npm start`: installs what is missing, gets the Electron runtime, builds, opens the window. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureBuilt } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { isRoot, ROOT, runMain } from './process.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  const display = process.platform !== 'linux' || hasDisplay();
  if (!display) {
    console.log(
      'There is no display here (DISPLAY and WAYLAND_DISPLAY are not set): running the demo.',
    );
    const { demo } = await import('./demo.mjs');
    return demo();
  }
  await setUp('start');
  const electron = await ensureElectron();
  await ensureBuilt();
  return open(electron, process.argv.slice(2));
});

function hasDisplay() {
  return [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((display) => display);
}

/**
 * Opens the window and stays until the app ends.
 * @param {string} electron
 * @param {readonly string[]} args passed on to the app
 * @returns {Promise<number>} exit code
 */
function open(electron, args) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const switches = [];
  if (isRoot) {
    console.log(
      'Running as root: starting with --no-sandbox, which a packaged Pullkeeper does not do.',
    );
    switches.push('--no-sandbox');
  }
  const child = spawn(electron, [...switches, ROOT, ...args], { env, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
