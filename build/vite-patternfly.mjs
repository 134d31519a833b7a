/**
 * Keeps of PatternFly's style sheets what this app can show. `base.css` carries six themes, an icon
 * font and Red Hat's own typefaces: together more than the rest of the first screen.
 *
 * - fonts, the "felt" and "glass" themes and the AI effects go: the app has its own looks;
 * - the high-contrast theme moves to `base.css?high-contrast`, loaded when the desktop asks for it;
 * - rules for whatever follows whatever (`* + *`) go: for their sake the browser styles a whole table anew when a row of
 *   it comes or goes; they are for stacks of alerts and of fields' icons, which the app has not;
 * - design tokens that no rule of the built app reads are left out of it.
 */

const BASE = '@patternfly/react-core/dist/styles/base.css';
const HIGH_CONTRAST = `${BASE}?high-contrast`;
const NOT_OURS = /pf-v6-theme-(felt|glass)|legacy-font|pf-v6-m-(ai-|thinking)|pficon|@font-face/;

/**
 * The top-level rules of a style sheet.
 * @param {string} css without strings that hold braces, which PatternFly's have not
 * @returns {{head: string, text: string}[]} `head` is the selector or at-rule, `text` the whole rule
 */
export function topLevelRules(css) {
  const rules = [];
  let depth = 0;
  let start = 0;
  let open = 0;
  for (let i = 0; i < css.length; i++) {
    const char = css[i];
    if (char === '{') {
      if (depth === 0) open = i;
      depth++;
    } else if (char === '}') {
      depth--;
      if (depth === 0) {
        rules.push({ head: css.slice(start, open).trim(), text: css.slice(start, i + 1).trim() });
        start = i + 1;
      }
    } else if (char === ';' && depth === 0) {
      rules.push({ head: css.slice(start, i).trim(), text: css.slice(start, i + 1).trim() });
      start = i + 1;
    }
  }
  return rules;
}

/**
 * The rules of `base.css` that belong to the ordinary themes, or to the high-contrast ones.
 * @param {string} css
 * @param {boolean} highContrast
 * @returns {string}
 */
export function selectThemes(css, highContrast) {
  return topLevelRules(css)
    .filter(
      ({ head }) => !NOT_OURS.test(head) && head.includes('theme-high-contrast') === highContrast,
    )
    .map(({ text }) => text)
    .join('\n');
}

/**
 * Leaves the rules out in which anything is told by what it follows.
 * @param {string} css
 * @returns {string}
 */
export function withoutSiblings(css) {
  return css.replaceAll(/^[^{}\n]*\* \+ \* *\{[^{}]*\}/gm, '');
}

/**
 * Removes design tokens that nothing reads, until nothing more can be removed: a token may be read
 * only by another one that goes.
 * @param {Map<string, string>} sheets file name -> minified style sheet
 * @param {string} scripts every built script in one string, because components name tokens too
 * @returns {Map<string, string>}
 */
export function pruneTokens(sheets, scripts) {
  const definition = /(--pf-t--[\w-]+):([^;{}]*)(;|(?=\}))/g;
  let current = sheets;
  for (;;) {
    const read = new Set(scripts.match(/--pf-t--[\w-]+/g) ?? []);
    for (const css of current.values()) {
      for (const [, name] of css.matchAll(/var\(\s*(--pf-t--[\w-]+)/g)) if (name) read.add(name);
    }
    let removed = 0;
    const next = new Map();
    for (const [file, css] of current) {
      next.set(
        file,
        css.replace(definition, (whole, /** @type {string} */ name) => {
          if (read.has(name)) return whole;
          removed++;
          return '';
        }),
      );
    }
    if (removed === 0) return current;
    current = next;
  }
}

/** @returns {import('vite').Plugin} */
export function patternflyStyles() {
  return {
    name: 'pullkeeper:patternfly-styles',
    enforce: 'pre',
    transform(code, id) {
      const file = id.replaceAll('\\', '/');
      if (file.endsWith(BASE)) return { code: selectThemes(code, false), map: null };
      if (file.endsWith(HIGH_CONTRAST)) return { code: selectThemes(code, true), map: null };
      if (file.includes('/@patternfly/react-styles/css/') && file.endsWith('.css')) {
        return { code: withoutSiblings(code), map: null };
      }
      return null;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const sheets = new Map();
        let scripts = '';
        for (const [file, output] of Object.entries(bundle)) {
          if (output.type === 'chunk') scripts += output.code;
          else if (file.endsWith('.css')) {
            const { source } = output;
            sheets.set(
              file,
              typeof source === 'string' ? source : Buffer.from(source).toString('utf8'),
            );
          }
        }
        for (const [file, css] of pruneTokens(sheets, scripts)) {
          const output = bundle[file];
          if (output?.type === 'asset') output.source = css;
        }
      },
    },
  };
}
