import { homedir } from 'node:os';
import type { MenuItemConstructorOptions } from 'electron';
import type { EventName } from '../../shared/channels.ts';
import type { CredentialView } from '../../shared/credential.ts';
import type { EventPayload, MenuItem } from '../../shared/events.ts';
import type { Link } from '../../shared/links.ts';
import type { QuickAction, QuickResult } from '../../shared/quick.ts';
import type { Settings } from '../../shared/settings.ts';
import type { VaultStatus } from '../../shared/vault.ts';
import type { CoreCalls } from '../core/calls.ts';
import type { Log } from '../core/log.ts';
import { autostartPath, isAutostartOn, setAutostart } from './autostart.ts';
import type { Messages } from './messages.ts';
import { type Notice, noticeOf, noticesOfPutBack } from './notices.ts';
import { runQuickAction } from './quick-actions.ts';
import type { StartRequest } from './start-request.ts';
import { onTrayHost } from './tray/tray-host.ts';
import { TrayIcon } from './tray/tray-icon.ts';
import { quickItems, type TrayActions, trayMenu } from './tray/tray-menu.ts';
import { type TrayState, trayState } from './tray/tray-state.ts';

export interface ShellOptions {
  readonly calls: CoreCalls;
  readonly log: Log;
  readonly settings: { get(): Settings; set(change: Partial<Settings>): Settings };
  readonly messages: () => Messages;
  readonly window: { readonly isOpen: boolean; show(view?: MenuItem | null): void };
  /** Puts these into the window's menu. */
  readonly setWindowMenu: (quick: MenuItemConstructorOptions[]) => void;
  readonly notify: (notice: Notice, onClick: () => void) => void;
  readonly openLink: (link: Link) => Promise<void>;
  readonly isOnline: () => boolean;
  readonly quit: () => void;
  /** What starts the app again: the program and its arguments. */
  readonly command: readonly string[];
}

/** A burst of changes is one look. */
const LOOK_AFTER_MS = 150;
/** An app that nothing shows any more ends; panels take a moment to start, and to start again. */
const WITHOUT_TRAY_MS = 60_000;
/** So long an action waits for the user to unlock. */
const WAITS_MS = 5 * 60_000;

const LOOKS_AGAIN: ReadonlySet<EventName> = new Set<EventName>([
  'credentials.changed',
  'targets.changed',
  'drift.changed',
  'settings.changed',
  'vault.changed',
]);

/** What there is of the app outside its window: tray, notifications, the menu's actions, autostart. */
export class Shell {
  readonly #icon: TrayIcon;
  readonly #actions: TrayActions;
  #state: TrayState | null = null;
  #vault: VaultStatus | null = null;
  #hasHost = false;
  /** What is in the menus now. */
  #shown = '';
  #isStarted = false;
  #saidThatItStays = false;
  #stopHost: () => void = () => {};
  #looking: NodeJS.Timeout | undefined;
  #leaving: NodeJS.Timeout | undefined;
  /** What the user chose while the store was locked. */
  #waiting: { readonly action: QuickAction; readonly until: number } | null = null;

  constructor(private readonly options: ShellOptions) {
    const { window, quit, calls } = options;
    this.#icon = new TrayIcon(
      () => window.show(),
      // What a switch needs is on its way while the user chooses.
      () => void calls['vault.status'](undefined).catch(() => {}),
    );
    this.#actions = {
      act: (action) => void this.act(action),
      open: (view) => window.show(view),
      quit,
    };
  }

  get isTrayShown(): boolean {
    return this.#icon.isShown;
  }

  /** Whether the app goes on when its window closes. */
  get stays(): boolean {
    return this.isTrayShown && this.options.settings.get().closeToTray;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#stopHost = onTrayHost(process.env, (isThere) => {
      this.#hasHost = isThere;
      if (!isThere) this.#icon.hide();
      this.#show();
      this.#leaveUnlessShown();
    });
    void this.#followAutostart();
    void this.options.calls['vault.status'](undefined)
      .then((status) => {
        this.#vault = status;
      })
      .catch(() => {})
      .finally(() => this.#lookSoon());
  }

  close(): void {
    clearTimeout(this.#looking);
    clearTimeout(this.#leaving);
    this.#stopHost();
    this.#icon.hide();
  }

  /** Hears everything that the core tells. */
  hear<N extends EventName>(name: N, payload: EventPayload<N>): void {
    if (name === 'vault.changed') {
      this.#vault = payload as EventPayload<'vault.changed'>;
      this.#goOn();
    }
    // The window's menu was set anew, in another language maybe.
    if (name === 'settings.changed') this.#shown = '';
    if (name === 'session.put-back') {
      const counts = payload as EventPayload<'session.put-back'>;
      for (const notice of noticesOfPutBack(counts, this.options.messages())) this.#tell(notice);
    }
    if (this.#isStarted && LOOKS_AGAIN.has(name)) this.#lookSoon();
  }

  /** The window is gone. */
  closed(): void {
    const { messages } = this.options;
    if (!this.stays || this.#saidThatItStays) return;
    this.#saidThatItStays = true;
    const { stays, staysBody } = messages().notice;
    this.#tell({ title: stays, body: staysBody });
  }

  /** Does what another start, or the first one, asked for. */
  handle({ hidden, view, action }: StartRequest): void {
    if (action !== null) void this.act({ do: action });
    else if (!hidden) this.options.window.show(view);
  }

  run(action: QuickAction): Promise<QuickResult> {
    return runQuickAction(action, this.options);
  }

  /** Does an action and tells what came of it; asks for the store's passphrase where that is what it needs. */
  async act(action: QuickAction): Promise<void> {
    const { messages, window } = this.options;
    const result = await this.run(action);
    if (result.code === 'STORE_LOCKED') {
      this.#waiting = { action, until: Date.now() + WAITS_MS };
      const { unlock, unlockBody } = messages().notice;
      this.#tell({ title: unlock, body: unlockBody });
      window.show('credentials');
      return;
    }
    const notice = noticeOf(action, result, this.#credentialOf(action), messages());
    if (notice !== null) this.#tell(notice);
  }

  /** Brings the autostart entry in line with the setting. */
  async followSetting({ startWithSession }: Settings): Promise<void> {
    const path = autostartPath(process.env, homedir());
    if ((await isAutostartOn(path)) === startWithSession) return;
    await setAutostart(path, startWithSession, this.options.command);
  }

  /** The desktop's own tools may have taken the entry away, and an administrator may have set it. */
  async #followAutostart(): Promise<void> {
    const { settings, log } = this.options;
    try {
      const isOn = await isAutostartOn(autostartPath(process.env, homedir()));
      const wanted = settings.get().startWithSession;
      if (isOn === wanted) return;
      try {
        settings.set({ startWithSession: isOn });
      } catch {
        await this.followSetting(settings.get());
      }
    } catch (error) {
      log.warn('autostart.not-followed', { error });
    }
  }

  #goOn(): void {
    const waiting = this.#waiting;
    if (waiting === null || this.#vault?.state !== 'ok') return;
    this.#waiting = null;
    if (Date.now() < waiting.until) void this.act(waiting.action);
  }

  #credentialOf(action: QuickAction): CredentialView | null {
    if (!('credentialId' in action)) return null;
    const accounts = this.#state?.groups.flatMap((group) => group.accounts) ?? [];
    return (
      accounts.find(({ credential }) => credential.id === action.credentialId)?.credential ?? null
    );
  }

  #tell(notice: Notice): void {
    this.options.notify(notice, () => this.options.window.show());
  }

  #lookSoon(): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.#look(), LOOK_AFTER_MS);
    this.#looking.unref();
  }

  async #look(): Promise<void> {
    const { calls, log, isOnline } = this.options;
    /** Accounts can be switched without profiles and notices. */
    const orNone = <T>(list: Promise<T[]>): Promise<T[]> =>
      list.catch((error: unknown) => {
        log.warn('tray.not-looked', { error });
        return [];
      });
    try {
      const [credentials, profiles, notices] = await Promise.all([
        calls['credentials.list'](undefined),
        orNone(calls['profiles.list'](undefined)),
        orNone(calls['drift.notices'](undefined)),
      ]);
      this.#state = trayState({
        credentials,
        profiles,
        notices,
        vault: this.#vault,
        isOnline: isOnline(),
      });
    } catch (error) {
      // An index that cannot be read is a problem that the window explains.
      log.warn('tray.not-looked', { error });
      this.#state = { status: 'attention', groups: [], profiles: [], problems: [] };
    }
    this.#show();
  }

  #show(): void {
    const state = this.#state;
    if (state === null) return;
    const messages = this.options.messages();
    const menu = trayMenu(state, messages, this.#actions);
    // A menu that is replaced while it is open takes the user's click along: only a change is worth that.
    const look = JSON.stringify([this.#hasHost, state.status, menu, idsIn(state)]);
    if (look === this.#shown) return;
    this.#shown = look;
    this.options.setWindowMenu(quickItems(state, messages.tray, this.#actions));
    if (!this.#hasHost) return;
    const tooltip = `Pullkeeper: ${messages.tray.status[state.status]}`;
    this.#icon.show({ status: state.status, tooltip, menu });
  }

  #leaveUnlessShown(): void {
    clearTimeout(this.#leaving);
    if (this.#hasHost) return;
    this.#leaving = setTimeout(() => {
      if (!this.options.window.isOpen) this.options.quit();
    }, WITHOUT_TRAY_MS);
    this.#leaving.unref();
  }
}

function idsIn({ groups, profiles }: TrayState): string[] {
  const accounts = groups.flatMap((group) => group.accounts.map(({ credential }) => credential.id));
  return [...accounts, ...profiles.map(({ id }) => id)];
}
