import type { TFunction } from 'i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import type { MenuItem } from '../../../shared/events.ts';
import type { ProfileView } from '../../../shared/profile.ts';
import { accountGroups, type QuickAction, tokenPage } from '../../../shared/quick.ts';

/** A line of the palette: what it says, and what it leads to. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** What it is about: a registry and its account. */
  readonly about: string;
  readonly does:
    | { readonly view: MenuItem }
    | { readonly action: QuickAction; readonly credential: CredentialView | null };
}

const VIEWS = [
  'log-in',
  'overview',
  'credentials',
  'targets',
  'pull-secrets',
  'service-accounts',
  'profiles',
  'diagnosis',
  'lookup',
  'activity',
  'import',
  'export',
  'settings',
] as const satisfies readonly MenuItem[];
const PLAIN = ['check-all', 'put-back', 'lock'] as const;
const OF_ACCOUNT = ['switch', 'check', 'copy-login', 'token-page'] as const;
/** A list that is longer is read by nobody; the words narrow it. */
const SHOWN_MAX = 50;

/** Everything that can be chosen: what needs no account first. */
export function paletteEntries(
  credentials: readonly CredentialView[],
  profiles: readonly Pick<ProfileView, 'id' | 'name'>[],
  t: TFunction,
): PaletteEntry[] {
  return [
    ...PLAIN.map((name) => ({
      id: name,
      label: t(`palette.action.${name}`),
      about: '',
      does: { action: { do: name }, credential: null },
    })),
    ...VIEWS.map((view) => ({
      id: `view-${view}`,
      label: t(`palette.view.${view}`),
      about: '',
      does: { view },
    })),
    ...profiles.map(({ id, name }) => ({
      id: `profile-${id}`,
      label: t('palette.action.profile', { name }),
      about: '',
      does: { action: { do: 'profile' as const, profileId: id }, credential: null },
    })),
    ...accountGroups(credentials).flatMap(({ scope, accounts }) =>
      accounts.flatMap(({ credential, isActive }) =>
        OF_ACCOUNT.filter(
          (name) =>
            (name !== 'switch' || !isActive) &&
            (name !== 'token-page' || tokenPage(credential) !== null),
        ).map((name) => ({
          id: `${name}-${credential.id}`,
          label: t(`palette.action.${name}`, { user: credential.username }),
          about: [scope, credential.label].filter(Boolean).join(' · '),
          does: { action: { do: name, credentialId: credential.id }, credential },
        })),
      ),
    ),
  ];
}

/** Those that have every typed word, in the order they are in. */
export function matching(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found: PaletteEntry[] = [];
  for (const entry of entries) {
    const text = `${entry.label} ${entry.about}`.toLocaleLowerCase();
    if (words.every((word) => text.includes(word))) found.push(entry);
    if (found.length === SHOWN_MAX) break;
  }
  return found;
}
