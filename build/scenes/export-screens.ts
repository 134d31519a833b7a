import type { ExportTab } from '../../shared/exporting.ts';
import type { Screen, Take } from './screens.ts';
import type { Stage } from './stage.ts';

const TABS = {
  openshift: '41-export-openshift',
  kubernetes: '42-export-kubernetes',
  podman: '43-export-podman',
  docker: '44-export-docker',
  'pull-secret': '45-export-pull-secret',
  nodes: '46-export-nodes',
  automation: '47-export-automation',
  share: '48-export-share',
} as const satisfies Record<ExportTab, Screen>;

/** The selection in the list, then every tab of the export. */
export async function exportScreens({ page, say }: Stage, take: Take): Promise<void> {
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
  for (const [tab, screen] of Object.entries(TABS)) {
    await page.getByRole('tab', { name: say(`export.tab.${tab}`), exact: true }).click();
    await page.getByRole('heading', { level: 2, name: say('export.preview') }).waitFor();
    await take(screen);
  }
}
