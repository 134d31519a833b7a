import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

/** What a rule of axe says against a screen, short enough for a test's message. */
export interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

/** Everything that axe has against what the window shows. It stays in the page, for `axeAgain`. */
export async function axe(page: Page): Promise<Violation[]> {
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const results = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return summary(results);
}

/** One rule once more, on the page as it looks now, without sending axe there again. */
export async function axeAgain(page: Page, rule: string): Promise<Violation[]> {
  const results = await page.evaluate(
    (options) => {
      const { axe } = window as unknown as {
        axe: { run(context: Document, options: object): Promise<AxeResults> };
      };
      return axe.run(document, options);
    },
    { runOnly: [rule], resultTypes: ['violations'] },
  );
  return summary(results);
}

function summary({ violations }: Pick<AxeResults, 'violations'>): Violation[] {
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`),
  }));
}
