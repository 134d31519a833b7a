import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

/** What a rule of axe says against a screen, short enough for a test's message. */
export interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

/** What stays in the page between the screens. */
interface AxeWindow {
  readonly axe?: { run(context: object, options: object): Promise<AxeResults> };
  /** What was measured before, by everything that decides its colours. */
  measured?: Set<string>;
  /** Of the screen that is shown, what was not. */
  unmeasured?: Element[];
}

/** Everything that axe has against what the window shows. */
export async function axe(page: Page): Promise<Violation[]> {
  const again = await page.evaluate(async () => {
    const { axe } = window as unknown as AxeWindow;
    return axe?.run(document, { resultTypes: ['violations'] }) ?? null;
  });
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const results = again ?? (await new AxeBuilder({ page }).setLegacyMode(true).analyze());
  return summary(results);
}

/**
 * Finds the texts whose own element or anything around it was not shown before, in the same state: the others look as
 * they did then, in every look.
 * @returns whether there are any; then `contrast` measures them
 */
export function findNewTexts(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const world = window as unknown as AxeWindow;
    world.measured ??= new Set();
    const { measured } = world;
    const signatures = new Map<Element, string>();
    const signatureOf = (element: Element): string => {
      const made = signatures.get(element);
      if (made !== undefined) return made;
      const states = [...element.attributes]
        .filter(({ name }) => /^(class|style|disabled|hidden|aria-(?!label)|data-)/.test(name))
        // Numbers and ids in them differ without a difference.
        .map(({ name, value }) => `${name}=${value.replaceAll(/[\d_]+|«.*?»/g, '#')}`);
      const around = element.parentElement === null ? '' : signatureOf(element.parentElement);
      const signature = `${around}>${element.tagName} ${states.join(' ')}`;
      signatures.set(element, signature);
      return signature;
    };
    world.unmeasured = [...document.body.querySelectorAll('*')].filter((element) => {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
      );
      if (!hasText && !(element instanceof HTMLInputElement)) return false;
      const signature = signatureOf(element);
      return !measured.has(signature) && Boolean(measured.add(signature));
    });
    return world.unmeasured.length > 0;
  });
}

/** What axe has against the contrast of the new texts, as they look now. `axe` was called before. */
export async function contrast(page: Page): Promise<Violation[]> {
  const results = await page.evaluate(() => {
    const { axe, unmeasured = [] } = window as unknown as AxeWindow;
    if (axe === undefined) throw new Error('axe is not in the page');
    const options = { runOnly: ['color-contrast'], resultTypes: ['violations'] };
    // What was made anew meanwhile is looked for in the whole page.
    const isThere = unmeasured.every(({ isConnected }) => isConnected);
    return axe.run(isThere ? { include: unmeasured } : document, options);
  });
  return summary(results);
}

function summary({ violations }: Pick<AxeResults, 'violations'>): Violation[] {
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`),
  }));
}
