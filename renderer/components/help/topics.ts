import type en from '../../locales/help/en.json';

type View = keyof typeof en.views;
export type Term = keyof typeof en.terms;

export interface Topic {
  readonly view: View;
  /** The words that somebody on that page may not know, the most needed first. */
  readonly terms: readonly Term[];
}

/** What the help says on which page, by the first part of its path. */
export const TOPICS = {
  '': { view: 'credentials', terms: ['authFile', 'verdict', 'session', 'serviceAccount', 'store'] },
  overview: { view: 'overview', terms: ['authFile', 'whoWins', 'target', 'helper', 'session'] },
  found: { view: 'found', terms: ['authFile', 'helper', 'store'] },
  login: { view: 'login', terms: ['serviceAccount', 'key', 'verdict', 'session', 'target'] },
  targets: { view: 'targets', terms: ['target', 'authFile', 'key', 'helper', 'session'] },
  lookup: { view: 'lookup', terms: ['whoWins', 'key', 'helper', 'authFile'] },
  import: { view: 'import', terms: ['pullSecret', 'authFile', 'serviceAccount', 'store'] },
  export: { view: 'export', terms: ['pullSecret', 'serviceAccount', 'authFile'] },
  'pull-secrets': { view: 'pullSecrets', terms: ['pullSecret', 'key', 'verdict'] },
  'service-accounts': { view: 'serviceAccounts', terms: ['serviceAccount', 'verdict', 'target'] },
  diagnosis: { view: 'diagnosis', terms: ['whoWins', 'verdict', 'helper', 'authFile'] },
  profiles: { view: 'profiles', terms: ['target', 'whoWins', 'store'] },
  activity: { view: 'activity', terms: ['target', 'authFile'] },
  settings: { view: 'settings', terms: ['store', 'session', 'helper'] },
} as const satisfies Readonly<Record<string, Topic>>;

/** What the help says on a page. */
export function topicOf(pathname: string): Topic {
  const [, first = ''] = pathname.split('/');
  const topics: Readonly<Record<string, Topic>> = TOPICS;
  return topics[first] ?? TOPICS[''];
}
