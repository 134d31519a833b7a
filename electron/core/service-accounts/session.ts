import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  DEFAULT_RED_HAT,
  isConnectable,
  type RedHatSettings,
  redHatSettings,
} from '../../../shared/red-hat-settings.ts';
import {
  type RedHatAccount,
  type RedHatStatus,
  redHatAccount,
} from '../../../shared/service-account.ts';
import { Failure } from '../failure.ts';
import { inRun } from '../keeping.ts';
import type { Run } from '../runs.ts';
import type { Secret } from '../secret.ts';
import type { Services } from '../services.ts';
import { type Storage, unreadable } from '../storage.ts';
import { Oidc, type Tokens } from './oidc.ts';
import { RED_HAT_SESSION } from './vault-items.ts';
import { createSend, type Send } from './web.ts';

/** A token that is about to expire may be too late. */
const MARGIN_MS = 10_000;

export const redHatDocument = z.strictObject({
  version: z.literal(1),
  settings: redHatSettings,
  /** Who signed in last; null once signed out. */
  account: redHatAccount.nullable(),
});

export type SessionDeps = Pick<Services, 'custody' | 'desktop' | 'host' | 'log' | 'route'>;

/** What a request to the accounts' API needs. */
export interface Access {
  readonly token: Secret;
  readonly account: RedHatAccount;
  readonly settings: RedHatSettings;
}

/**
 * The sign-in to Red Hat: the settings in a document, the access token in memory, the refresh token in
 * the store of the secrets.
 */
export class RedHatSession {
  readonly send: Send;
  #oidc: Oidc | null = null;
  #tokens: Tokens | null = null;
  #release = () => {};
  #refreshing: Promise<Tokens> | null = null;

  constructor(
    private readonly storage: Storage,
    private readonly deps: SessionDeps,
    /** An administrator's settings, which count whatever the document says. */
    private readonly managed?: RedHatSettings,
  ) {
    this.send = createSend(deps);
  }

  get settings(): RedHatSettings {
    return this.#document().settings;
  }

  /** Never prompts, never asks the network. @throws DOCUMENT_UNREADABLE */
  async status(): Promise<RedHatStatus> {
    const { settings, account } = this.#document();
    const state = await this.#state(settings, account);
    return { settings, state, account: state === 'signed-in' ? account : null };
  }

  /** @throws SETTING_MANAGED for others than an administrator's */
  expectFree(settings: RedHatSettings): void {
    if (this.managed !== undefined && !isDeepStrictEqual(settings, this.managed)) {
      throw new Failure('SETTING_MANAGED', { field: 'redHat' });
    }
  }

  /** Other settings end the sign-in: it was with the former ones. @throws the store's codes */
  async configure(settings: RedHatSettings): Promise<void> {
    const before = this.#document();
    if (!isSameConnection(before.settings, settings) && before.account !== null)
      await this.signOut();
    const { account } = this.#document();
    this.#oidc = null;
    this.storage.write({ version: 1, settings, account });
  }

  /** @throws RED_HAT_NOT_CONFIGURED, what `Oidc.signIn` throws, the store's codes, CANCELLED */
  async signIn(run: Run): Promise<void> {
    const { settings } = this.#document();
    const tokens = await this.#issuer(settings).signIn(this.deps.desktop.openSignIn, run.signal);
    await this.#keep(tokens, inRun(run));
    this.storage.write({ version: 1, settings, account: tokens.account });
  }

  /** Here first; the issuer is told where it can be reached. @throws the store's codes */
  async signOut(): Promise<void> {
    const { settings, account } = this.#document();
    const vault = this.deps.custody.chosen;
    const refresh = await vault.get(RED_HAT_SESSION);
    await vault.delete(RED_HAT_SESSION);
    this.#forget();
    this.storage.write({ version: 1, settings, account: null });
    // A sign-in with other settings was at another issuer, which these do not name.
    if (refresh === null || account === null || !isConnectable(settings)) return;
    try {
      await this.#issuer(settings).revoke(refresh);
    } catch (error) {
      this.deps.log.warn('red-hat.not-revoked', { error });
    }
  }

  /** Forgets what is in memory alone. */
  lock(): void {
    this.#forget();
  }

  /**
   * An access token that is good for a moment at least.
   *
   * @param rejected the one that the service has just refused
   * @throws RED_HAT_NOT_CONFIGURED, RED_HAT_SIGNED_OUT, RED_HAT_UNREACHABLE, the store's codes, CANCELLED
   */
  async access(run: Run, rejected: Secret | null = null): Promise<Access> {
    const { settings, account } = this.#document();
    const issuer = this.#issuer(settings);
    if (account === null) throw new Failure('RED_HAT_SIGNED_OUT');
    const known = this.#tokens;
    const isGood =
      known !== null &&
      known.access !== rejected &&
      known.expiresAtMs - MARGIN_MS > performance.now();
    const tokens = isGood ? known : await this.#refreshed(run, issuer, account);
    return { token: tokens.access, account: tokens.account, settings };
  }

  /** A refresh token may be good for one use: requests at the same time share it. */
  #refreshed(run: Run, issuer: Oidc, account: RedHatAccount): Promise<Tokens> {
    this.#refreshing ??= this.#refresh(run, issuer, account).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(run: Run, issuer: Oidc, account: RedHatAccount): Promise<Tokens> {
    const call = inRun(run);
    const refresh = await this.deps.custody.chosen.get(RED_HAT_SESSION, call);
    if (refresh === null) throw new Failure('RED_HAT_SIGNED_OUT');
    try {
      const tokens = await issuer.refresh(refresh, account, run.signal);
      await this.#keep(tokens, call, refresh);
      return tokens;
    } catch (error) {
      if (error instanceof Failure && error.code === 'RED_HAT_SIGNED_OUT') this.#forget();
      throw error;
    }
  }

  async #keep(tokens: Tokens, call: ReturnType<typeof inRun>, before: Secret | null = null) {
    const { custody, log } = this.deps;
    const { refresh } = tokens;
    if (refresh !== null && (before === null || !refresh.equals(before))) {
      await custody.chosen.set(RED_HAT_SESSION, refresh, call);
    }
    this.#release();
    this.#release = log.scrubber.hold(tokens.access);
    this.#tokens = tokens;
  }

  #forget(): void {
    this.#release();
    this.#release = () => {};
    this.#tokens = null;
  }

  async #state(
    settings: RedHatSettings,
    account: RedHatAccount | null,
  ): Promise<RedHatStatus['state']> {
    if (!isConnectable(settings)) return 'not-configured';
    if (account === null) return 'signed-out';
    if (this.#tokens !== null) return 'signed-in';
    try {
      const refresh = await this.deps.custody.chosen.get(RED_HAT_SESSION);
      return refresh === null ? 'signed-out' : 'signed-in';
    } catch (error) {
      if (error instanceof Failure) return 'locked';
      throw error;
    }
  }

  /** @throws RED_HAT_NOT_CONFIGURED */
  #issuer(settings: RedHatSettings): Oidc {
    if (!isConnectable(settings)) throw new Failure('RED_HAT_NOT_CONFIGURED');
    this.#oidc ??= new Oidc(settings, this.send);
    return this.#oidc;
  }

  #document(): z.infer<typeof redHatDocument> {
    const own = this.#own();
    if (this.managed === undefined) return own;
    const isSame = isSameConnection(own.settings, this.managed);
    return { ...own, settings: this.managed, account: isSame ? own.account : null };
  }

  #own(): z.infer<typeof redHatDocument> {
    const data = this.storage.read();
    if (data === undefined) return { version: 1, settings: DEFAULT_RED_HAT, account: null };
    const parsed = redHatDocument.safeParse(data);
    if (!parsed.success) throw unreadable('red-hat', { reason: 'not a connection' });
    return parsed.data;
  }
}

/** Whether a sign-in with the one is one with the other. */
function isSameConnection(a: RedHatSettings, b: RedHatSettings): boolean {
  return (['clientId', 'issuer', 'apiBase'] as const).every((name) => a[name] === b[name]);
}
