import { scopeOf } from '../../shared/auth-scope.ts';
import type { CredentialView } from '../../shared/credential.ts';
import type { EventPayload } from '../../shared/events.ts';
import type { QuickAction, QuickResult } from '../../shared/quick.ts';
import type { Messages } from './messages.ts';
import { fill } from './messages-fill.ts';

/** A notification of the desktop. */
export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** What came of an action, in words; null where what it opened says enough. */
export function noticeOf(
  action: QuickAction,
  result: QuickResult,
  about: CredentialView | null,
  { notice: text }: Messages,
): Notice | null {
  const { outcome, done, of, verdict, code } = result;
  const names = {
    done,
    of,
    code: code ?? '',
    scope: about === null ? '' : scopeOf(about),
    user: about?.username ?? '',
  };
  const say = (title: string, body: string) => ({
    title: fill(title, names),
    body: fill(body, names),
  });
  if (outcome === 'cancelled') return say(text.cancelled, text.cancelledBody);
  switch (action.do) {
    case 'switch':
      if (outcome === 'done') return say(text.switched, text.switchedBody);
      if (outcome === 'partly') return say(text.notSwitched, text.switchedBody);
      return say(text.notSwitched, text.failedBody);
    case 'check':
      if (verdict !== null) return say(text.checked[verdict], text.checkedBody);
      break;
    case 'copy-login':
      if (outcome === 'done') return say(text.copied, text.copiedBody);
      break;
    case 'token-page':
      if (outcome === 'done') return null;
      break;
    case 'profile':
      if (outcome === 'done') return say(text.profile, text.switchedBody);
      if (outcome === 'partly') return say(text.profilePartly, text.switchedBody);
      break;
    case 'check-all':
      if (code === null) return say(text.checkedAll, '');
      break;
    case 'put-back':
      if (of === 0) return say(text.nothingGone, '');
      if (done > 0) return say(text.putBack, '');
      break;
    case 'lock':
      if (outcome === 'done') return say(text.locked, text.lockedBody);
      if (code === 'STORE_CANNOT_LOCK') return say(text.notLocked, text.notLockedBody);
  }
  return say(text.failed, text.failedBody);
}

/** What became of the logins of a session that has just begun. */
export function noticesOfPutBack(
  counts: EventPayload<'session.put-back'>,
  { notice: text }: Messages,
): Notice[] {
  const { done, waiting, failed } = counts;
  const say = (title: string, body: string) => ({ title: fill(title, counts), body });
  return [
    ...(done > 0 ? [say(text.sessionPutBack, text.sessionPutBackBody)] : []),
    ...(waiting > 0 ? [say(text.sessionWaiting, text.sessionWaitingBody)] : []),
    ...(failed > 0 ? [say(text.sessionFailed, text.sessionFailedBody)] : []),
  ];
}
