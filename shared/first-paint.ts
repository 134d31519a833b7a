import type { Language, Settings } from './settings.ts';

// Named again: the schemas of `settings.ts` are not loaded before the first paint.
const LANGUAGES = ['en', 'zh-CN', 'ja'] as const satisfies readonly Language[];

/** What the page's first paint depends on; it comes with the address, before anything is asked. */
export type FirstLook = Pick<Settings, 'theme' | 'language'>;

/** The query of the page's address: `?theme=dark&language=ja`. */
export function writeFirstPaint({ theme, language }: FirstLook): string {
  return `?theme=${theme}&language=${language}`;
}

/** Reads it back; what is missing or strange follows the desktop. */
export function readFirstPaint(query: string): FirstLook {
  const value = (name: string) => new RegExp(`[?&]${name}=([A-Za-z-]+)`).exec(query)?.[1] ?? '';
  const theme = value('theme');
  const language = LANGUAGES.find((each) => each === value('language'));
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    language: language ?? 'system',
  };
}
