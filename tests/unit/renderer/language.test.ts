import { describe, expect, it } from 'vitest';
import { LANGUAGE_NAMES } from '../../../renderer/i18n.ts';
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
