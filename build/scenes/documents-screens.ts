import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

/** Settings with documents of the app that were damaged, which are then set aside. */
export async function documentsScreens({ home, page, say }: Stage, take: Take): Promise<void> {
  for (const name of ['profiles', 'export-uses']) {
    await writeFile(join(home.userData, `${name}.json`), '{"data": half a docu');
  }
  const place = (name: string) =>
    page.getByRole('navigation').getByRole('link', { name: say(name) });
  await place('nav.credentials').click();
  await place('nav.settings').click();
  const title = page.getByRole('heading', { name: say('documents.title') });
  await title.waitFor();
  await take('15g-unreadable');
  for (const name of ['profiles', 'export-uses']) {
    const document = page.getByRole('article', { name: say(`documents.names.${name}`) });
    await document.getByRole('button', { name: say('documents.setAside') }).click();
    await document.waitFor({ state: 'detached' });
  }
}
