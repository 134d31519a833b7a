import { EXPORT_TABS } from '../../shared/exporting.ts';
import type { Stage } from './stage.ts';

/** The selection in the list, then every tab of the export. */
export async function exportScreens(
  { page, say }: Stage,
  take: (screen: string) => Promise<void>,
): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/';
  });
  await page.getByRole('button', { name: say('export.select') }).click();
  const boxes = page.getByRole('table').getByRole('checkbox');
  for (const box of await boxes.all()) await box.check();
  await take('40-export-select');
  const count = String(await boxes.count());
  await page.getByRole('button', { name: say('export.selected', { count }) }).click();
  await page.getByRole('heading', { level: 1, name: say('export.title') }).waitFor();
  for (const [at, tab] of EXPORT_TABS.entries()) {
    await page.getByRole('tab', { name: say(`export.tab.${tab}`), exact: true }).click();
    await page.getByRole('heading', { level: 2, name: say('export.preview') }).waitFor();
    await take(`${41 + at}-export-${tab}`);
  }
}
