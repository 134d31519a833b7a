import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../shared/settings.ts';
import type en from '../../locales/help/en.json';

export type HelpWords = typeof en;

/** Apart from the words of the window, which the first screen waits for. */
const loaders: Readonly<Record<Language, () => Promise<{ default: HelpWords }>>> = {
  en: () => import('../../locales/help/en.json'),
  'zh-CN': () => import('../../locales/help/zh-CN.json'),
  ja: () => import('../../locales/help/ja.json'),
};

/** The words of the help in the language of the window; null until they are there. */
export function useHelpWords(): HelpWords | null {
  const language = useTranslation().i18n.language as Language;
  const words = useQuery({
    queryKey: ['help-words', language],
    queryFn: async () => (await loaders[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  return words.data ?? null;
}
