import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import {
  pruneTokens,
  selectThemes,
  topLevelRules,
  withoutSiblings,
} from '../../../build/vite-patternfly.mjs';

const sheetOf = (name: string) =>
  readFileSync(createRequire(import.meta.url).resolve(name), 'utf8');
const base = sheetOf('@patternfly/react-core/dist/styles/base.css');

describe("the build's cut of PatternFly's styles", () => {
  it('keeps the light and the dark theme, and leaves fonts and other themes out', () => {
    const css = selectThemes(base, false);
    expect(css).toContain(':root:where(.pf-v6-theme-dark) {');
    expect(css).toContain('--pf-t--global--spacer--md:');
    expect(css).not.toMatch(/@font-face|theme-felt|theme-glass|theme-high-contrast/);
  });

  it('gives the high-contrast themes a sheet of their own', () => {
    const heads = topLevelRules(selectThemes(base, true)).map(({ head }) => head);
    expect(heads.length).toBeGreaterThan(0);
    expect(heads.every((head) => head.includes('theme-high-contrast'))).toBe(true);
  });

  it('drops tokens that nothing reads, also those read only by such ones', () => {
    const sheets = new Map([
      ['a.css', ':root{--pf-t--a:1px;--pf-t--b:var(--pf-t--c);--pf-t--c:2px;--pf-t--d:3px}'],
      ['b.css', '.x{margin:var(--pf-t--a)}'],
    ]);
    const pruned = pruneTokens(sheets, 'style["--pf-t--d"]');
    expect(pruned.get('a.css')).toBe(':root{--pf-t--a:1px;--pf-t--d:3px}');
    expect(pruned.get('b.css')).toBe('.x{margin:var(--pf-t--a)}');
  });

  it('leaves out rules for which a whole table would be styled anew with each row', () => {
    const alerts = sheetOf('@patternfly/react-styles/css/components/Alert/alert-group.css');
    const css = withoutSiblings(alerts);
    expect(alerts).toContain('* + *');
    expect(css).not.toContain('* + *');
    expect(topLevelRules(css)).toHaveLength(topLevelRules(alerts).length - 1);
  });
});
