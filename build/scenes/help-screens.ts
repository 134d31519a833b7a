import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

/** The help beside the list, and the tour from it. Ends as it began. */
export async function helpScreens({ page }: Stage, take: Take): Promise<void> {
  const help = page.locator('.pk-help');
  await page.keyboard.press('F1');
  await help.getByRole('heading', { level: 2 }).waitFor();
  await help.locator('summary').first().click();
  await take('13c-help');
  await help.getByRole('button').last().click();
  const tour = page.getByRole('dialog');
  await tour.waitFor();
  await take('13d-tour');
  await page.keyboard.press('ArrowRight');
  await take('13d-tour-next');
  await page.keyboard.press('Escape');
  await tour.waitFor({ state: 'detached' });
}
