import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runOk } from '../support/tools-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = `${ROOT}out/main/main.js`;

/** Finds the Electron runtime once for all workers; the tests run what `npm run build` made. */
export default async function globalSetup(): Promise<void> {
  if (!existsSync(MAIN)) {
    throw new Error(`${MAIN} is missing: run "npm run build" first, or "npm test"`);
  }
  const printed = await runOk(process.execPath, ['build/electron-runtime.mjs'], { cwd: ROOT });
  process.env.PULLKEEPER_TEST_ELECTRON = printed.trim().split('\n').at(-1) ?? '';
}
