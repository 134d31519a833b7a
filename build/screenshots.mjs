/**
 * `npm run screenshots [-- readme | LANGUAGE ...]`: every screen in each language, both themes and two sizes, in
 * screenshots/; and those of the README in docs/images/. `readme`: the latter alone.
 */
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
  const { pictureEveryScreen, pictureForReadme } = await importTypeScript(
    'build/scenes/screenshots.ts',
  );
  const { LANGUAGES } = await importTypeScript('shared/settings.ts');

  const stage = { electron, display: null, sandbox: !isRoot };
  const pictures = join(ROOT, 'screenshots');
  const chosen = process.argv.slice(2);
  const languages = chosen.filter((each) => each !== 'readme');
  for (const language of chosen.length > 0 ? languages : LANGUAGES) {
    rmSync(join(pictures, language), { recursive: true, force: true });
    await step(`Screens in ${language}`, () =>
      pictureEveryScreen({ ...stage, pictures, language }),
    );
  }
  if (chosen.length === 0 || chosen.includes('readme')) {
    const images = join(ROOT, 'docs/images');
    await step('Pictures of the README', () => pictureForReadme({ ...stage, pictures: images }));
  }
});
