import type { Page } from '@playwright/test';

/** What says that something is chosen. */
const CHOSEN =
  '[aria-selected="true"], [aria-current]:not([aria-current="false"]), [aria-pressed="true"], label:has(:checked)';

/**
 * What is chosen, and has no line and no heavier letter more than what is beside it: the user's own colours take the
 * place of backgrounds, and shadows go. A radio button or box that the system draws tells it by itself.
 */
export function chosenUnseen(page: Page): Promise<string[]> {
  return page.evaluate((chosen) => {
    /** What of it is heaviest: borders by their side, outline, letters, lines below them. */
    const marks = (element: Element): number[] =>
      [element, ...element.querySelectorAll('*')]
        .flatMap((each) =>
          [null, '::before', '::after'].map((part) => getComputedStyle(each, part)),
        )
        .map((style) => [
          ...(['Top', 'Right', 'Bottom', 'Left'] as const).map((side) =>
            style[`border${side}Style`] === 'none'
              ? 0
              : Number.parseFloat(style[`border${side}Width`]),
          ),
          style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
          Number(style.fontWeight),
          style.textDecorationLine === 'none' ? 0 : 1,
        ])
        .reduce((most, each) => most.map((value, at) => Math.max(value, each[at] ?? 0)));
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && getComputedStyle(element).opacity !== '0';
    };
    const unseen: string[] = [];
    for (const element of document.querySelectorAll(chosen)) {
      const input = element.querySelector('input');
      const [name] = element.classList;
      if (!isSeen(element) || (input && isSeen(input)) || name === undefined) continue;
      const others = [...document.querySelectorAll(`.${name}`)]
        .filter((each) => !each.matches(chosen) && isSeen(each))
        .map(marks);
      const isMarked = marks(element).some((mark, at) =>
        others.every((other) => mark > (other[at] ?? 0)),
      );
      if (!isMarked) unseen.push(`${element.className} "${element.textContent?.slice(0, 40)}"`);
    }
    return unseen;
  }, CHOSEN);
}

/** What takes the focus and has no outline then, nor has what it is drawn by. The last thing was done by a key. */
export function focusUnseen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hasOutline = (element: Element | null, depth = 0): boolean => {
      if (element === null || depth > 2) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return (
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) ||
        hasOutline(element.parentElement, depth + 1)
      );
    };
    const unseen: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    )) {
      const { width, height } = element.getBoundingClientRect();
      element.focus({ preventScroll: true });
      // What is disabled or hidden does not take it.
      if (document.activeElement !== element || width === 0 || height === 0) continue;
      if (!hasOutline(element)) unseen.push(element.outerHTML.slice(0, 120));
    }
    return unseen;
  });
}
