import i18next from 'i18next';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { LANGUAGE_NAMES, showLanguage } from '../../../renderer/i18n.ts';
import { resolveLanguage } from '../../../renderer/words.ts';
import { LANGUAGES } from '../../../shared/settings.ts';

describe('the language to show', () => {
  it('is the chosen one, whatever the system speaks', () => {
    expect(resolveLanguage('ja', ['zh-CN'])).toBe('ja');
  });

  it.each([
    [['zh-Hans-CN', 'en'], 'zh-CN'],
    [['zh_TW.UTF-8'], 'zh-CN'],
    [['cs-CZ', 'ja-JP'], 'ja'],
    [['cs-CZ', 'en-GB', 'ja'], 'en'],
    [['C'], 'en'],
    [[], 'en'],
  ])('for a system of %j is %s', (locales, language) => {
    expect(resolveLanguage('system', locales)).toBe(language);
  });

  it('has a name for every language of the settings', () => {
    expect(Object.keys(LANGUAGE_NAMES).sort()).toEqual([...LANGUAGES].sort());
  });
});

describe('numbers in the words', () => {
  afterAll(() => vi.unstubAllGlobals());

  it.each(LANGUAGES)(
    'are grouped in %s where they say how many, and nowhere else',
    async (language) => {
      vi.stubGlobal('document', { documentElement: { lang: '' } });
      vi.stubGlobal('navigator', { languages: ['en'] });
      await showLanguage(language);
      expect(i18next.t('credentials.count', { count: 10_000, total: 12_345 })).toContain('10,000');
      expect(i18next.t('credentials.count', { count: 10_000, total: 12_345 })).toContain('12,345');
      expect(i18next.t('evidence.place', { line: 1234, column: 5 })).not.toContain('1,2');
    },
  );
});
