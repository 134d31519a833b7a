import i18next, { type FormatterModule, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language, Settings } from '../shared/settings.ts';
import { quantity } from './formats.ts';
import type en from './locales/en.json';
import { loadWords, resolveLanguage } from './words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    contextSeparator: '~';
    resources: { translation: typeof en };
  }
}

/** The names of the languages, each in itself: a reader who chose wrongly must find the way back. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  'zh-CN': '简体中文',
  ja: '日本語',
};

export const languages = Object.keys(LANGUAGE_NAMES) as Language[];

/** The values that say how many. Other numbers (a status, a line, a port) are names. */
const QUANTITIES: ReadonlySet<unknown> = new Set([
  'count',
  'total',
  'done',
  'of',
  'looked',
  'exported',
  'profile',
]);

/** Writes quantities as the language does, so that no text has to say so. */
const formatter: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value, _format, language, options) =>
    typeof value === 'number' && language !== undefined && QUANTITIES.has(options?.interpolationkey)
      ? quantity(value, language)
      : value,
};

/** Loads a locale and switches to it, without a restart. */
export async function showLanguage(chosen: Settings['language']): Promise<void> {
  const language = resolveLanguage(chosen, navigator.languages);
  const words = await loadWords(language);
  if (!i18next.isInitialized) {
    await i18next
      .use(initReactI18next)
      .use(formatter)
      .init({
        lng: language,
        fallbackLng: false,
        // Error codes contain underscores, which i18next would read as contexts.
        contextSeparator: '~',
        resources: { [language]: { translation: words } },
        // React escapes what it renders.
        interpolation: { escapeValue: false, alwaysFormat: true },
        react: { useSuspense: false },
      });
  } else {
    i18next.addResourceBundle(language, 'translation', words);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}

/** The words of a language that is not shown. */
export async function wordsIn(language: Language): Promise<TFunction> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loadWords(language));
  }
  return i18next.getFixedT(language);
}
