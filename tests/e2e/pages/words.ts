import { readFileSync } from 'node:fs';
import type { Language } from '../../../shared/settings.ts';

type Words = { readonly [key: string]: string | Words };

const LOCALES = new URL('../../../renderer/locales/', import.meta.url);

/** Says a text of the window in one language: the tests look for what the user reads, wherever its words are kept. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The texts of a locale, by their key. */
export function wordsOf(language: Language): Say {
  const words = JSON.parse(readFileSync(new URL(`${language}.json`, LOCALES), 'utf8')) as Words;
  return (key, values = {}) => {
    const text = key
      .split('.')
      .reduce<string | Words | undefined>(
        (at, part) => (typeof at === 'object' ? at[part] : undefined),
        words,
      );
    if (typeof text !== 'string') {
      throw new Error(`${language}.json has no text "${key}"`);
    }
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_hole, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? value.toLocaleString(language) : value;
    });
  };
}

/** Matches any of several texts, as they are. */
export function anyOf(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
}
