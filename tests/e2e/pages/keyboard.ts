import { expect, type Page } from '@playwright/test';

/** So many stops are further than any page goes. */
const STOPS_MAX = 80;

/** What a stop of the keyboard is like. */
interface Stop {
  /** What it is called, near enough to tell it from the others. */
  readonly name: string;
  /** How its focus is shown: an outline or a shadow of it or of what it is drawn by; null where nothing shows it. */
  readonly mark: string | null;
}

/** A user without a mouse: keys, and a look at where the focus is after each of them. */
export class Keyboard {
  /** Every stop that was made, in order. */
  readonly stops: Stop[] = [];

  private constructor(readonly page: Page) {}

  /** Notices from now on whether a pointer is used all the same. */
  static async of(page: Page): Promise<Keyboard> {
    await page.evaluate(() => {
      Object.assign(window, { pointers: 0 });
      const count = () => {
        (window as unknown as { pointers: number }).pointers += 1;
      };
      for (const kind of ['pointerdown', 'mousedown', 'wheel'] as const)
        window.addEventListener(kind, count, { capture: true });
    });
    return new Keyboard(page);
  }

  /** How often a pointer was used. */
  pointers(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as { pointers: number }).pointers);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Presses Tab until something of that name has the focus; each stop on the way has to show that it has it. */
  async tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let at = 0; at < STOPS_MAX; at += 1) {
      await this.press(key);
      const stop = await this.look();
      if (stop.name.includes(name)) return;
      passed.push(stop.name);
    }
    throw new Error(`"${name}" is not among the stops: ${passed.join(' | ')}`);
  }

  /** Where the focus is, which has to be seen. */
  async look(): Promise<Stop> {
    const stop = await this.page.evaluate(stopOf);
    this.stops.push(stop);
    expect(stop.mark, `the focus on "${stop.name}" is seen`).not.toBeNull();
    return stop;
  }

  /** Waits until something of that name has the focus. */
  async expectFocusOn(name: string): Promise<void> {
    await expect.poll(async () => (await this.page.evaluate(stopOf)).name).toContain(name);
    await this.look();
  }
}

/** In the page. */
function stopOf(): Stop {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return { name: '', mark: '' };
  const labelled = (focused.getAttribute('aria-labelledby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '');
  const labels = 'labels' in focused ? [...(focused.labels as NodeListOf<HTMLElement>)] : [];
  const name = [
    focused.getAttribute('aria-label') ?? '',
    ...labelled,
    ...labels.map((label) => label.textContent),
    focused.textContent,
  ]
    .join(' ')
    .trim();
  const isSeen = (style: CSSStyleDeclaration) =>
    (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) ||
    style.boxShadow !== 'none';
  const markOf = (element: Element | null, depth: number): string | null => {
    if (element === null || depth > 2) return null;
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      if (isSeen(style)) return `${style.outline} ${style.boxShadow}`;
    }
    return markOf(element.parentElement, depth + 1);
  };
  // A heading that takes the focus for a screen reader's sake is no stop of the keyboard.
  const isHeading = focused.tabIndex < 0 && /^H\d$/.test(focused.tagName);
  const { width, height } = focused.getBoundingClientRect();
  if (isHeading) return { name, mark: 'heading' };
  return { name, mark: width > 0 && height > 0 ? markOf(focused, 0) : null };
}
