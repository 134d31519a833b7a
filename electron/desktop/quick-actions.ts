import { randomUUID } from 'node:crypto';
import type { CallInput } from '../../shared/contract.ts';
import type { CheckResult, CredentialView } from '../../shared/credential.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Link } from '../../shared/links.ts';
import { placesOf, type QuickAction, type QuickResult, tokenPage } from '../../shared/quick.ts';
import type { AppliedTarget } from '../../shared/target.ts';
import type { CoreCalls } from '../core/calls.ts';
import { Failure } from '../core/failure.ts';

export interface QuickActionsDeps {
  readonly calls: CoreCalls;
  readonly openLink: (link: Link) => Promise<void>;
}

const DONE: QuickResult = { outcome: 'done', done: 1, of: 1, verdict: null, code: null };

/**
 * Does what the tray, the menu, the palette and the launcher offer, through the calls that the page has.
 * What goes wrong is in the answer.
 */
export async function runQuickAction(
  action: QuickAction,
  deps: QuickActionsDeps,
): Promise<QuickResult> {
  try {
    return await perform(action, deps);
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'INTERNAL';
    const isCancelled = code === 'CANCELLED' || code === 'STORE_CANCELLED';
    return {
      outcome: isCancelled ? 'cancelled' : 'failed',
      done: 0,
      of: 1,
      verdict: null,
      code,
    };
  }
}

async function perform(
  action: QuickAction,
  { calls, openLink }: QuickActionsDeps,
): Promise<QuickResult> {
  const runId = randomUUID();
  switch (action.do) {
    case 'switch': {
      const { credentialId } = action;
      const [all, targets] = await Promise.all([
        calls['credentials.list'](undefined),
        calls['targets.list'](undefined),
      ]);
      const targetIds = placesOf(find(all, credentialId), all, targets);
      return ofTargets(await calls['credentials.write']({ runId, credentialId, targetIds }));
    }
    case 'check': {
      const { credentialId } = action;
      return ofCheck(await calls['credentials.check']({ runId, credentialId }));
    }
    case 'copy-login': {
      const order: CallInput<'export.copy'> = {
        runId,
        acceptsPersonal: true,
        form: 'login',
        tab: 'podman',
        tool: 'podman',
        credentialIds: [action.credentialId],
        shell: 'sh',
        name: '',
        namespace: '',
        email: '',
        serviceAccount: '',
        store: '',
      };
      try {
        await calls['export.copy'](order);
      } catch (error) {
        if (!isCode(error, 'PRESENCE_NEEDED')) throw error;
        await confirm(calls, action.credentialId);
        await calls['export.copy'](order);
      }
      return DONE;
    }
    case 'token-page': {
      const all = await calls['credentials.list'](undefined);
      const link = tokenPage(find(all, action.credentialId));
      if (link === null) throw new Failure('LINK_REFUSED');
      await openLink(link);
      return DONE;
    }
    case 'profile': {
      const { profileId } = action;
      return ofTargets(await calls['profiles.apply']({ runId, profileId }));
    }
    case 'check-all': {
      const { cancelled, results } = await calls['credentials.check-all']({ runId });
      const verified = results.filter(({ check }) => check?.verdict === 'verified').length;
      const problem = results.find(({ problem }) => problem !== null)?.problem ?? null;
      const whole = summed(verified, results.length, problem);
      return cancelled ? { ...whole, outcome: 'cancelled' } : whole;
    }
    case 'put-back': {
      const results = await calls['session.put-back']({ runId });
      const done = results.filter(
        ({ problem, targets }) => problem === null && targets.every(isInPlace),
      ).length;
      const failed = results.flatMap(({ targets }) => targets).find((each) => !isInPlace(each));
      const problem = results.find(({ problem }) => problem !== null)?.problem;
      return summed(done, results.length, problem ?? failed?.problem?.code ?? null);
    }
    case 'lock': {
      const { state } = await calls['vault.lock'](undefined);
      if (state === 'ok') throw new Failure('STORE_CANNOT_LOCK');
      return DONE;
    }
  }
}

/** Has the user show to be the user. Where that takes a passphrase the vault file is locked: the window asks. */
async function confirm(calls: CoreCalls, credentialId: string): Promise<void> {
  try {
    await calls['vault.confirm']({ runId: randomUUID(), of: [credentialId], passphrase: null });
  } catch (error) {
    if (!isCode(error, 'PRESENCE_NEEDED')) throw error;
    await calls['vault.lock'](undefined);
    throw new Failure('STORE_LOCKED');
  }
}

function isCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof Failure && error.code === code;
}

function find(all: readonly CredentialView[], id: string): CredentialView {
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw new Failure('CREDENTIAL_UNKNOWN');
  return found;
}

function isInPlace({ outcome }: AppliedTarget): boolean {
  return outcome === 'written' || outcome === 'unchanged';
}

function ofTargets(applied: readonly AppliedTarget[]): QuickResult {
  const failed = applied.find((each) => !isInPlace(each));
  return summed(
    applied.filter(isInPlace).length,
    applied.length,
    failed === undefined ? null : (failed.problem?.code ?? 'INTERNAL'),
  );
}

function ofCheck({ verdict }: CheckResult): QuickResult {
  return { ...DONE, verdict };
}

function summed(done: number, of: number, code: QuickResult['code']): QuickResult {
  const outcome = done === of ? 'done' : done === 0 ? 'failed' : 'partly';
  return { outcome, done, of, verdict: null, code };
}
