import { createInstance } from 'i18next';
import type { Language } from '../../../shared/settings.ts';

/** Gives the words of the page for a key, with values put in. */
export type PageWords = (key: string, values?: Readonly<Record<string, unknown>>) => string;

const loaders: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('../../../renderer/locales/en.json'),
  'zh-CN': () => import('../../../renderer/locales/zh-CN.json'),
  ja: () => import('../../../renderer/locales/ja.json'),
};

/** The words that the page shows, for what main hands on in the same language. Loaded when they are needed. */
export async function pageWords(language: Language): Promise<PageWords> {
  const { default: translation } = await loaders[language]();
  const words = createInstance();
  await words.init({
    lng: language,
    fallbackLng: false,
    contextSeparator: '~',
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
  // Where the page's types are compiled along, `t` takes its keys alone.
  const say: (...about: never[]) => unknown = words.t;
  return (key, values = {}) => String(Reflect.apply(say, words, [key, values]));
}
