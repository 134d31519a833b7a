import type { Language, Settings } from '../shared/settings.ts';
import type en from './locales/en.json';

/** The words of a locale. English alone tells one from many; the other two need no `_one` forms. */
export type Words<T = typeof en> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Words<T[K]>;
};

const loaders: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import('./locales/en.json'),
  'zh-CN': () => import('./locales/zh-CN.json'),
  ja: () => import('./locales/ja.json'),
};

/** Loads the words of a language; at the second time they are there. */
export async function loadWords(language: Language): Promise<Words> {
  return (await loaders[language]()).default;
}

/** The language to show: the chosen one, or the nearest to the system's. */
export function resolveLanguage(
  chosen: Settings['language'],
  systemLocales: readonly string[],
): Language {
  if (chosen !== 'system') return chosen;
  for (const locale of systemLocales) {
    const primary = locale.toLowerCase().split(/[-_.]/)[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'ja') return 'ja';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
