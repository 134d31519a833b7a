import type { TFunction } from 'i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import type { ProfileView } from '../../../shared/profile.ts';
import { accountGroups, type QuickAction, tokenPage } from '../../../shared/quick.ts';
import { MENU_ITEMS, VIEW_PATHS } from '../../../shared/views.ts';
import type { Guide } from '../help/guide.ts';

/** A line of the palette: what it says, what it is found by, and what it leads to. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** What it is about: a registry and its account. */
  readonly about: string;
  /** Other words that mean it, in the language of the page and in English. */
  readonly words: string;
  readonly does:
    | { readonly path: string }
    | { readonly guide: Guide }
    | { readonly action: QuickAction; readonly credential: CredentialView | null };
}

/** What the menu calls "about" is a part of the settings. */
const VIEWS = MENU_ITEMS.filter((name) => name !== 'about');
/** Parts of views that have an address of their own. */
const PARTS = [
  { name: 'explain-error', path: '/diagnosis/explain' },
  { name: 'check-image', path: '/diagnosis/image' },
  { name: 'allow-list', path: '/diagnosis/allow-list' },
  { name: 'take-over', path: '/found' },
] as const;
const GUIDES = ['help', 'tour'] as const satisfies readonly Guide[];
const PLAIN = ['check-all', 'put-back', 'lock'] as const;
const OF_ACCOUNT = ['switch', 'check', 'copy-login', 'token-page'] as const;

type View = (typeof VIEWS)[number] | (typeof PARTS)[number]['name'] | (typeof GUIDES)[number];
type Action = (typeof PLAIN)[number] | (typeof OF_ACCOUNT)[number] | 'profile';
type Word = View | Action;
type Label = `palette.view.${View}` | `palette.action.${Action}`;
/** A label without the name in it. */
const NOBODY = { user: '', name: '' };

/**
 * Everything that can be chosen: what needs no account first.
 * @param english the words of English, by which an entry is found in every language; null until they are there
 */
export function paletteEntries(
  credentials: readonly CredentialView[],
  profiles: readonly Pick<ProfileView, 'id' | 'name'>[],
  t: TFunction,
  english: TFunction | null,
): PaletteEntry[] {
  const words = (name: Word, label: Label) =>
    [t(`palette.words.${name}`), english?.(`palette.words.${name}`), english?.(label, NOBODY)]
      .filter((each) => each !== undefined)
      .join(' ');
  // Once for all accounts: there may be thousands.
  const ofAccount = OF_ACCOUNT.map((name) => ({
    name,
    words: words(name, `palette.action.${name}`),
  }));
  const view = (name: View) => ({
    id: `view-${name}`,
    label: t(`palette.view.${name}`),
    about: '',
    words: words(name, `palette.view.${name}`),
  });
  return [
    ...PLAIN.map((name) => ({
      id: name,
      label: t(`palette.action.${name}`),
      about: '',
      words: words(name, `palette.action.${name}`),
      does: { action: { do: name }, credential: null },
    })),
    ...VIEWS.map((name) => ({ ...view(name), does: { path: VIEW_PATHS[name] } })),
    ...PARTS.map(({ name, path }) => ({ ...view(name), does: { path } })),
    ...GUIDES.map((guide) => ({ ...view(guide), does: { guide } })),
    ...profiles.map(({ id, name }) => ({
      id: `profile-${id}`,
      label: t('palette.action.profile', { name }),
      about: '',
      words: words('profile', 'palette.action.profile'),
      does: { action: { do: 'profile' as const, profileId: id }, credential: null },
    })),
    ...accountGroups(credentials).flatMap(({ scope, accounts }) =>
      accounts.flatMap(({ credential, isActive }) =>
        ofAccount
          .filter(
            ({ name }) =>
              (name !== 'switch' || !isActive) &&
              (name !== 'token-page' || tokenPage(credential) !== null),
          )
          .map(({ name, words }) => ({
            id: `${name}-${credential.id}`,
            label: t(`palette.action.${name}`, { user: credential.username }),
            about: [scope, credential.label].filter(Boolean).join(' · '),
            words,
            does: { action: { do: name, credentialId: credential.id }, credential },
          })),
      ),
    ),
  ];
}
