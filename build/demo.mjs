/**
 * `npm run demo`: the real app in a throw-away home, with a demo registry inside it, does the main job by itself.
 * Nothing of the user's own is read or written.
 */
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { isMain, isRoot, ROOT, runMain, Stop, secondsSince } from './process.mjs';
import { setUp } from './setup.mjs';

/** @returns {Promise<number>} exit code */
export async function demo() {
  await setUp('demo');
  const electron = await ensureElectron();
  await ensureBuilt();
  const { importTypeScript } = await import('./typescript.mjs');
  const { playDemo } = await importTypeScript('build/scenes/demo.ts');

  const display = process.env.DISPLAY || null;
  console.log(
    display === null
      ? 'Demo: in a window without a screen, in a home of its own that is removed at the end.'
      : 'Demo: in a window on your screen, in a home of its own that is removed at the end.',
  );
  if (isRoot) console.log('Running as root: with --no-sandbox.');
  const pictures = join(ROOT, 'screenshots/demo');
  const started = performance.now();
  try {
    await playDemo({ electron, pictures, display, sandbox: !isRoot });
  } catch (error) {
    throw new Stop(`The demo failed: ${error instanceof Error ? error.message : error}`);
  }
  console.log(`Done in ${secondsSince(started)}. The pictures are in ${pictures}`);
  return 0;
}

if (isMain(import.meta.url)) await runMain(demo);
