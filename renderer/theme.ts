import type { Settings } from '../shared/settings.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const moreContrast = window.matchMedia('(prefers-contrast: more)');
let chosen: Settings['theme'] = 'system';

function apply(): void {
  const classes = document.documentElement.classList;
  classes.toggle('pf-v6-theme-dark', chosen === 'dark' || (chosen === 'system' && dark.matches));
  classes.toggle('pf-v6-theme-high-contrast', moreContrast.matches);
  if (moreContrast.matches)
    void import('@patternfly/react-core/dist/styles/base.css?high-contrast');
}

/** Shows a theme. `system` goes on following the desktop. */
export function showTheme(theme: Settings['theme']): void {
  chosen = theme;
  apply();
}

dark.addEventListener('change', apply);
moreContrast.addEventListener('change', apply);
