import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../shared/settings.ts';
import { isLanguage } from './messages.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the window needs before it is painted. */
export interface FirstPaint {
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: Language | 'system';
  /** Where the window was; null at the first start. */
  readonly bounds: Bounds | null;
  readonly maximized: boolean;
}

/**
 * Reads what the first paint depends on, without loading electron-store and the schemas: the window
 * is on its way before those are. What is missing or damaged counts as not set.
 */
export function readFirstPaint(userData: string): FirstPaint {
  const settings = peek(join(userData, 'settings.json'));
  const window = peek(join(userData, 'window.json'));
  return {
    theme: settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : 'system',
    language: isLanguage(settings.language) ? settings.language : 'system',
    bounds: boundsOf(window.bounds),
    maximized: window.maximized === true,
  };
}

/** The `data` of a document of `stores.ts`. */
function peek(path: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(recordOf(JSON.parse(readFileSync(path, 'utf8'))).data);
  } catch {
    return {};
  }
}

function boundsOf(value: unknown): Bounds | null {
  const { x, y, width, height } = recordOf(value);
  return isWhole(x) && isWhole(y) && isWhole(width) && isWhole(height)
    ? { x, y, width, height }
    : null;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 100_000;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
