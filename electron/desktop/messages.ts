import type { Language } from '../../shared/settings.ts';
import en from './locales/en.json';
import ja from './locales/ja.json';
import zhCN from './locales/zh-CN.json';

/** The texts of main: few, and needed before the window is up, so without i18next. */
export type Messages = typeof en;

const MESSAGES: Readonly<Record<Language, Messages>> = { en, 'zh-CN': zhCN, ja };

export function messagesIn(language: Language): Messages {
  return MESSAGES[language];
}

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(MESSAGES, value);
}

/**
 * The language to speak: the user's choice, else the first of the desktop's that we have, else English.
 *
 * @param preferred BCP 47 tags, the desktop's favourite first
 */
export function chooseLanguage(
  choice: Language | 'system',
  preferred: readonly string[],
): Language {
  if (choice !== 'system') return choice;
  for (const tag of preferred) {
    const [primary] = tag.toLowerCase().split(/[-_.]/);
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'ja') return 'ja';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
