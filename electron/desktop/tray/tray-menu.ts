import type { MenuItemConstructorOptions } from 'electron';
import type { MenuItem } from '../../../shared/events.ts';
import { type AccountGroup, type QuickAction, tokenPage } from '../../../shared/quick.ts';
import type { Messages } from '../messages.ts';
import { fill, lineOf } from '../messages-fill.ts';
import type { TrayState } from './tray-state.ts';

/** What a menu can name before it is longer than a screen; the window has the rest. */
const GROUPS_MAX = 20;
const ACCOUNTS_MAX = 20;
const PROBLEMS_MAX = 10;
const NAME_MAX = 48;

type Items = MenuItemConstructorOptions[];

export interface TrayActions {
  readonly act: (action: QuickAction) => void;
  /** Null: the window as it was left. */
  readonly open: (view: MenuItem | null) => void;
  readonly quit: () => void;
}

/** The menu of the tray's icon. */
export function trayMenu(state: TrayState, { tray: text }: Messages, actions: TrayActions): Items {
  return [
    { label: text.status[state.status], enabled: false },
    { type: 'separator' },
    ...quickItems(state, text, actions),
    { type: 'separator' },
    { label: text.open, click: () => actions.open(null) },
    { label: text.quit, click: () => actions.quit() },
  ];
}

/** The same actions for the window's menu. */
export function quickItems(state: TrayState, text: Messages['tray'], actions: TrayActions): Items {
  const { act, open } = actions;
  const more = { label: text.more, click: () => open('credentials') };
  return [
    ...state.groups.slice(0, GROUPS_MAX).map((group) => groupItem(group, text, actions)),
    ...(state.groups.length > GROUPS_MAX ? [more] : []),
    ...(state.groups.length > 0 ? [{ type: 'separator' } as const] : []),
    ...profileItems(state, text, act),
    { label: text.newLogin, click: () => open('log-in') },
    { label: text.checkAll, click: () => act({ do: 'check-all' }) },
    { label: text.putBack, click: () => act({ do: 'put-back' }) },
    { label: text.problems, submenu: problemItems(state, text, actions) },
    { type: 'separator' },
    { label: text.lock, click: () => act({ do: 'lock' }) },
  ];
}

function groupItem(
  { scope, accounts }: AccountGroup,
  text: Messages['tray'],
  { act, open }: TrayActions,
): MenuItemConstructorOptions {
  const active = accounts.find(({ isActive }) => isActive) ?? null;
  const subject = active ?? accounts[0];
  const one = (action: 'check' | 'copy-login' | 'token-page') => () => {
    if (subject !== undefined) act({ do: action, credentialId: subject.credential.id });
  };
  return {
    label: fill(text.group, {
      scope: name(scope),
      user: active === null ? text.noneActive : name(active.credential.username),
    }),
    submenu: [
      ...accounts.slice(0, ACCOUNTS_MAX).map(({ credential, isActive }) => ({
        label: accountLabel(credential.username, credential.label),
        type: 'checkbox' as const,
        checked: isActive,
        click: () => act({ do: 'switch', credentialId: credential.id }),
      })),
      ...(accounts.length > ACCOUNTS_MAX
        ? [{ label: text.more, click: () => open('credentials') }]
        : []),
      { type: 'separator' },
      { label: text.logIn, click: () => open('log-in') },
      { label: text.checkNow, click: one('check') },
      { label: text.copyLogin, click: one('copy-login') },
      ...(subject !== undefined && tokenPage(subject.credential) !== null
        ? [{ label: text.tokenPage, click: one('token-page') }]
        : []),
    ],
  };
}

function profileItems(
  { profiles }: TrayState,
  text: Messages['tray'],
  act: TrayActions['act'],
): Items {
  if (profiles.length === 0) return [];
  const submenu = profiles.slice(0, GROUPS_MAX).map(({ id, name: called, state }) => ({
    label: name(called),
    type: 'checkbox' as const,
    checked: state === 'active',
    click: () => act({ do: 'profile', profileId: id }),
  }));
  return [{ label: text.profiles, submenu }];
}

function problemItems(
  { problems }: TrayState,
  text: Messages['tray'],
  { open }: TrayActions,
): Items {
  if (problems.length === 0) return [{ label: text.noProblems, enabled: false }];
  return problems.slice(0, PROBLEMS_MAX).map(({ kind, username, scope }) => ({
    label: fill(text.problem[kind], { who: `${name(username)} · ${name(scope)}` }),
    click: () => open('credentials'),
  }));
}

function accountLabel(username: string, label: string): string {
  return label === '' ? name(username) : `${name(username)} (${name(label)})`;
}

/** Somebody else's text in a label: of one line, not too long, and an ampersand is no mnemonic. */
function name(text: string): string {
  return lineOf(text, NAME_MAX).replaceAll('&', '&&');
}
