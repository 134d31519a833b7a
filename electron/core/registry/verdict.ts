import type { CheckReason, Verdict } from '../../../shared/credential.ts';
import { isHtml, saysDenied, saysNotSent } from './answers.ts';
import type { Challenge } from './challenge.ts';
import type { Answer } from './wire/http.ts';

const VERDICTS: Readonly<Partial<Record<CheckReason, Verdict>>> = {
  'token-issued': 'verified',
  'basic-accepted': 'verified',
  'credential-rejected': 'rejected',
  'credential-not-sent': 'rejected',
  'dns-not-found': 'unreachable',
  'dns-failed': 'unreachable',
  'connection-refused': 'unreachable',
  'network-unreachable': 'unreachable',
  'connection-reset': 'unreachable',
  'timed-out': 'unreachable',
  'tls-untrusted': 'unreachable',
  'tls-self-signed': 'unreachable',
  'tls-expired': 'unreachable',
  'tls-not-yet-valid': 'unreachable',
  'tls-wrong-host': 'unreachable',
  'tls-failed': 'unreachable',
  'http-on-tls-port': 'unreachable',
  'tls-on-http-port': 'unreachable',
  'proxy-unusable': 'unreachable',
  'proxy-unreachable': 'unreachable',
  'proxy-authentication': 'unreachable',
  'proxy-refused': 'unreachable',
};

/** Everything else means that something answered, but not in a way that says anything about the credential. */
export function verdictOf(reason: CheckReason): Verdict {
  return VERDICTS[reason] ?? 'not-checked';
}

/** How servers that expect TLS answer plain HTTP: Go's, nginx's, Apache's. */
const WANTS_TLS =
  /HTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)|plain HTTP to an SSL-enabled/i;

/** What an answer of `/v2/` to a request without a credential means, unless it is a challenge. */
export function pingReason(answer: Answer): CheckReason {
  const { status, url, body } = answer;
  if (status === 200) return isHtml(answer) ? 'ping-not-a-registry' : 'no-login-needed';
  if (status === 403) return 'ping-forbidden';
  if (status === 404) return 'ping-not-found';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'ping-server-error';
  if (status === 400 && url.protocol === 'http:' && WANTS_TLS.test(body)) return 'tls-on-http-port';
  return 'ping-unexpected-status';
}

/** What an answer of `/v2/` to a credential, or to a token that was issued for it, means. */
export function presentedReason(answer: Answer, accepted: CheckReason): CheckReason {
  if (answer.status === 200 && !isHtml(answer)) return accepted;
  return refusalReason(answer) ?? pingReason(answer);
}

/** What an answer of a token server other than a success means. */
export function tokenFailureReason(answer: Answer): CheckReason {
  const { status } = answer;
  const refusal = refusalReason(answer);
  if (refusal !== null) return refusal;
  if (status === 403) return 'token-forbidden';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'token-server-error' : 'token-unexpected-status';
}

function refusalReason(answer: Answer): CheckReason | null {
  const { status } = answer;
  if (status === 401) return saysNotSent(answer) ? 'credential-not-sent' : 'credential-rejected';
  return status === 403 && saysDenied(answer) ? 'credential-rejected' : null;
}

/** Why none of the challenges of a 401 can be met. */
export function unmetReason(challenges: readonly Challenge[]): CheckReason {
  if (challenges.length === 0) return 'challenge-missing';
  return challenges.some(({ scheme }) => scheme === 'bearer')
    ? 'challenge-without-realm'
    : 'challenge-unsupported';
}
