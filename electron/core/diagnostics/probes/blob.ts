import { ProxyFailed } from '../../registry/connections.ts';
import { NoAnswer } from '../../registry/transport.ts';
import type { Within } from '../../registry/wire/within.ts';
import { answerEvidence } from '../answer-evidence.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip } from '../probing.ts';

/** Whether the image's content can be had from where the registry keeps it, which is often another host. */
export function blobProbe(examination: Examination): ProbeSpec {
  return {
    id: 'blob',
    kind: 'blob',
    target: null,
    limitMs: PROBE_LIMITS_MS.blob,
    late: 'blobs-unreachable',
    look: (limits) => look(examination, limits),
  };
}

async function look(examination: Examination, { signal }: Within): Promise<Outcome> {
  const { facts, about, origin } = examination;
  const { repository } = about;
  if (repository === null) return skip('no-image');
  if (facts.blob === null) return skip('depends-on-failed');
  try {
    const answer = await examination.send(
      new URL(`/v2/${repository}/blobs/${facts.blob}`, origin),
      {
        redirects: 'anonymous',
        ...(facts.authorization !== null && {
          headers: { authorization: facts.authorization.reveal() },
        }),
      },
    );
    const seen = [saw('blob-host', { host: answer.url.host }), ...answerEvidence(answer, about)];
    return answer.status === 200 ? pass(...seen) : fail('blobs-refused', ...seen);
  } catch (error) {
    if (signal.aborted || !(error instanceof NoAnswer)) throw error;
    const host = examination.lastHost;
    const seen = [saw('blob-host', { host })];
    // It is being sent, and is no small one.
    if (error.reason === 'answer-too-large') return pass(...seen);
    seen.push(saw('not-connected', { address: host, problem: error.reason }));
    if (error.cause instanceof ProxyFailed && error.cause.why === 'refused') {
      const { proxyHost: proxy, httpStatus: status } = error.cause;
      return fail('proxy-refuses-blobs', ...seen, saw('proxy-answer', { proxy, status, host }));
    }
    const isRefused =
      error.reason === 'redirect-refused' || error.reason === 'realm-private-address';
    return fail(isRefused ? 'blobs-refused' : 'blobs-unreachable', ...seen);
  }
}
