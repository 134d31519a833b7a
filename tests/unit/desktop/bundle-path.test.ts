import { sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APP_ORIGIN, bundlePath } from '../../../electron/desktop/bundle-path.ts';

const ROOT = '/opt/pullkeeper/renderer';

describe('the files that app:// serves (P3)', () => {
  it('finds a file of the bundle', () => {
    expect(bundlePath(ROOT, `${APP_ORIGIN}/index.html`)).toBe(`${ROOT}/index.html`);
    expect(bundlePath(ROOT, `${APP_ORIGIN}/assets/index-B_x-1.js?v#top`)).toBe(
      `${ROOT}/assets/index-B_x-1.js`,
    );
  });

  it.each([
    '/',
    '//index.html',
    '/assets//a.js',
    '/..%2f..%2fetc/passwd',
    '/..%5c..%5cwindows',
    '/a\\..\\..\\b.js',
    '/a%00.js',
    '/.hidden.js',
    '/assets/.git/config.js',
    '/assets/',
    '/a%20b.js',
  ])('serves nothing for %s', (path) => {
    expect(bundlePath(ROOT, `${APP_ORIGIN}${path}`)).toBeNull();
  });

  it.each([
    'file:///etc/passwd',
    'app://other/index.html',
    'app://pullkeeper.evil/index.html',
    'app://user@pullkeeper/index.html',
    'app://pullkeeper:8080/index.html',
    'https://pullkeeper/index.html',
    'not a URL',
    '',
  ])('serves nothing for %s', (url) => {
    expect(bundlePath(ROOT, url)).toBeNull();
  });

  it('resolves dots as a URL does: at the root of the bundle, not above it', () => {
    expect(bundlePath(ROOT, `${APP_ORIGIN}/%2e%2e/../etc/a.js`)).toBe(`${ROOT}/etc/a.js`);
  });

  it('never leaves the bundle, whatever is asked for', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '..%2f', '..%5c', '\\', '/', '//', '%00', '\0', 'a.js'),
      fc.string(),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom('/', ''), (pieces, join) => {
        const path = bundlePath(ROOT, `${APP_ORIGIN}/${pieces.join(join)}`);
        if (path === null) return;
        expect(path.startsWith(`${ROOT}${sep}`)).toBe(true);
        expect(path.split(sep)).not.toContain('..');
        expect(path).not.toMatch(/[\0\\%]/);
      }),
      { numRuns: 5_000 },
    );
  });
});
