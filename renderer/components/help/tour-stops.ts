import type { HelpWords } from './words.ts';

/** What each stop is about, and where that is in the window. */
export const STOPS = [
  { name: 'overview', at: '.pk-place[href="#/overview"]' },
  { name: 'credentials', at: '.pk-place[href="#/"]' },
  { name: 'targets', at: '.pk-place[href="#/targets"]' },
  { name: 'diagnosis', at: '.pk-place[href="#/diagnosis"]' },
  { name: 'activity', at: '.pk-place[href="#/activity"]' },
  { name: 'help', at: '.pk-help-button' },
] as const satisfies readonly { name: keyof HelpWords['tour']['stops']; at: string }[];
