import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language, Settings } from '../shared/settings.ts';
import type en from './locales/en.json';

/** The words of a locale. English alone tells one from many; the other two need no `_one` forms. */
export type Words<T = typeof en> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Words<T[K]>;
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    contextSeparator: '~';
    resources: { translation: typeof en };
  }
}

const loaders: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import('./locales/en.json'),
  'zh-CN': () => import('./locales/zh-CN.json'),
  ja: () => import('./locales/ja.json'),
};

/** The names of the languages, each in itself: a reader who chose wrongly must find the way back. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  'zh-CN': '简体中文',
  ja: '日本語',
};

export const languages = Object.keys(LANGUAGE_NAMES) as Language[];

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

/** Loads a locale and switches to it, without a restart. */
export async function showLanguage(chosen: Settings['language']): Promise<void> {
  const language = resolveLanguage(chosen, navigator.languages);
  const words = await loaders[language]();
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      // Error codes contain underscores, which i18next would read as contexts.
      contextSeparator: '~',
      resources: { [language]: { translation: words.default } },
      // React escapes what it renders.
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  } else {
    i18next.addResourceBundle(language, 'translation', words.default);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}
