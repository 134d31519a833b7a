import type { LoginOutcome } from '../../../shared/login.ts';
import { call } from '../../bridge.ts';
import { createUnfinished } from '../../unfinished.ts';
import type { Account } from './account.ts';

/** A login that was checked and waits; what was typed of it, but for the secret. */
export interface LeftLogin {
  readonly draftId: string;
  readonly expiresAt: string;
  /** What it is for: the registry, or a namespace of it. */
  readonly scope: string;
  /** What the field of the registry says. */
  readonly text: string;
  readonly namespace: string | null;
  readonly plainHttp: boolean;
  readonly account: Account;
  readonly outcome: LoginOutcome;
}

export function discardLogin(draftId: string): void {
  // A draft that ran out meanwhile is as gone as a discarded one.
  call('login.discard', { draftId }).catch(() => {});
}

export const leftLogin = createUnfinished<LeftLogin>(discardLogin);
