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

/**
 * The contrast of what the window shows in a look, without sending axe there again. A text whose own element and
 * everything around it were shown before in that look, and in the same state, is not measured twice.
 */
export async function contrastAgain(page: Page, look: string): Promise<Violation[]> {
  const results = await page.evaluate(async (shown) => {
    const world = window as unknown as {
      axe: { run(context: object, options: object): Promise<AxeResults> };
      measured?: Map<string, Set<string>>;
    };
    world.measured ??= new Map();
    const known = world.measured.get(shown) ?? new Set<string>();
    world.measured.set(shown, known);
    const signatures = new WeakMap<Element, string>();
    const signatureOf = (element: Element): string => {
      const made = signatures.get(element);
      if (made !== undefined) return made;
      const states = [...element.attributes].filter(({ name }) =>
        /^(class|style|disabled|hidden|aria-(?!label|describedby|controls)|data-)/.test(name),
      );
      const own = [element.tagName, ...states.map(({ name, value }) => `${name}=${value}`)].join(
        ' ',
      );
      const parent = element.parentElement;
      const signature = `${parent === null ? '' : signatureOf(parent)}>${own}`;
      signatures.set(element, signature);
      return signature;
    };
    const texts = [...document.body.querySelectorAll('*')].filter((element) => {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
      );
      if (!hasText && !(element instanceof HTMLInputElement)) return false;
      const signature = signatureOf(element);
      if (known.has(signature)) return false;
      known.add(signature);
      return true;
    });
    if (texts.length === 0) return { violations: [] };
    const options = { runOnly: ['color-contrast'], resultTypes: ['violations'] };
    return world.axe.run({ include: texts }, options);
  }, look);
  return summary(results);
}

function summary({ violations }: Pick<AxeResults, 'violations'>): Violation[] {
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`),
  }));
}
