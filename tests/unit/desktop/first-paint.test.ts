import { describe, expect, it } from 'vitest';
import { readFirstPaint, writeFirstPaint } from '../../../shared/first-paint.ts';
import { LANGUAGES } from '../../../shared/settings.ts';

const FOLLOWING = { theme: 'system', language: 'system' };

describe('what the page is told with its address', () => {
  it.each([...LANGUAGES, 'system' as const])(
    '%s comes back as it went, in each theme',
    (language) => {
      for (const theme of ['light', 'dark', 'system'] as const) {
        expect(readFirstPaint(writeFirstPaint({ theme, language }))).toEqual({ theme, language });
      }
    },
  );

  it.each(['', '?theme=purple&language=xx', '?theme=', '?language=<img>'])(
    '%s: follows the desktop',
    (query) => {
      expect(readFirstPaint(query)).toEqual(FOLLOWING);
    },
  );
});
