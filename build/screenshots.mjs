/** `npm run screenshots [LANGUAGE ...]`: every screen in each language, both themes and two sizes, in screenshots/. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { isRoot, ROOT, runMain, step } from './process.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  await setUp('demo');
  const electron = await ensureElectron();
  await ensureBuilt();
  const { importTypeScript } = await import('./typescript.mjs');
  const { pictureEveryScreen } = await importTypeScript('build/scenes/screenshots.ts');
  const { LANGUAGES } = await importTypeScript('shared/settings.ts');

  const pictures = join(ROOT, 'screenshots');
  const chosen = process.argv.slice(2);
  for (const language of chosen.length > 0 ? chosen : LANGUAGES) {
    rmSync(join(pictures, language), { recursive: true, force: true });
    const options = { electron, pictures, display: null, sandbox: !isRoot, language };
    await step(`Screens in ${language}`, () => pictureEveryScreen(options));
  }
  console.log(`In ${pictures}`);
});
