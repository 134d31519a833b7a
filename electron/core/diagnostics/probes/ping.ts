import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { isHtml } from '../../registry/answers.ts';
import { pingReason } from '../../registry/verdict.ts';
import type { Answer } from '../../registry/wire/http.ts';
import type { Within } from '../../registry/wire/within.ts';
import { answerEvidence, causeOfReason, noAnswerOf } from '../answer-evidence.ts';
import { clockEvidence, SKEW_LIMIT_S, skewSeconds } from '../clock.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, skip, warn } from '../probing.ts';

/** What `/v2/` answers to nobody in particular. */
export function pingProbe(examination: Examination): ProbeSpec {
  return {
    id: 'ping',
    kind: 'ping',
    target: examination.origin.host,
    limitMs: PROBE_LIMITS_MS.ping,
    late: 'registry-error',
    look: (limits) => look(examination, limits),
  };
}

async function look(examination: Examination, { signal }: Within): Promise<Outcome> {
  const { facts, origin, about } = examination;
  facts.ping = null;
  facts.open = false;
  if (!facts.secured) return skip('depends-on-failed');
  let answer: Answer;
  try {
    answer = await examination.send(new URL('/v2/', origin), {});
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause, evidence } = noAnswerOf(error);
    return fail(cause, ...evidence);
  }
  const seen = answerEvidence(answer, about);
  const skew = skewSeconds(answer.header('date')[0]);
  const isSkewed = skew !== null && Math.abs(skew) > SKEW_LIMIT_S;
  if (isSkewed) seen.push(clockEvidence(skew));
  const cause = causeOf(answer);
  if (cause !== null) return fail(cause, ...seen);
  facts.ping = answer;
  facts.open = answer.status === 200;
  return isSkewed ? warn('clock-wrong', ...seen) : pass(...seen);
}

/** Null for an answer that a registry gives: there is no login, or a challenge. */
function causeOf(answer: Answer): Cause | null {
  if (answer.status === 401) return null;
  const isPage = isHtml(answer);
  // A network that wants a sign-in first answers for everybody with its page, or sends there.
  if (isPage && (answer.status === 200 || answer.status === 511)) return 'captive-portal';
  const reason = pingReason(answer);
  return reason === 'no-login-needed' ? null : causeOfReason(reason);
}
