import type { CheckReason } from '../../../shared/credential.ts';
import type { Evidence } from '../../../shared/diagnosis.ts';
import type { Cause } from '../../../shared/diagnosis-causes.ts';
import { messageOf, retryAfterSeconds } from '../registry/answers.ts';
import { NoAnswer } from '../registry/transport.ts';
import { TrustUnusable } from '../registry/trust.ts';
import type { Answer } from '../registry/wire/http.ts';
import { Secret } from '../secret.ts';
import type { Case } from './examination.ts';
import { saw } from './probing.ts';

/** Names by which a registry's own people find a request again. */
const REQUEST_IDS = ['registry-proxy-request-id', 'x-request-id', 'x-amz-request-id', 'cf-ray'];

/** A secret that is in no text. */
const NOTHING = new Secret('\0\0\0\0\0\0\0\0');

/** What an answer says that may be shown. */
export function answerEvidence(answer: Answer, { asking }: Case): Evidence[] {
  const [contentType = null] = answer.header('content-type');
  const { username = '', secret = null } = asking ?? {};
  const text = messageOf(answer, { username, secret: secret ?? NOTHING });
  const id = REQUEST_IDS.flatMap((name) => answer.header(name)).find(isPlain);
  const seconds = retryAfterSeconds(answer);
  return [
    saw('answer', { host: answer.url.host, status: answer.status, contentType }),
    ...(text === null ? [] : [saw('message', { text })]),
    ...(id === undefined ? [] : [saw('request-id', { id })]),
    ...(seconds === null ? [] : [saw('retry-after', { seconds })]),
  ];
}

function isPlain(text: string): boolean {
  return /^[\w.:-]{4,128}$/.test(text);
}

/** What a request that got no usable answer says: its cause, unless it went elsewhere than to the registry. */
export function noAnswerOf(error: unknown): { cause: Cause; evidence: Evidence[] } {
  if (!(error instanceof NoAnswer)) throw error;
  const { reason, host, cause } = error;
  const evidence =
    cause instanceof TrustUnusable
      ? [saw('trust-file', { path: cause.path, problem: cause.why })]
      : [saw('not-connected', { address: host, problem: reason })];
  return { cause: causeOfReason(reason), evidence };
}

/** The cause that a check's reason stands for, said of the registry itself. */
export function causeOfReason(reason: CheckReason): Cause {
  return CAUSES[reason] ?? 'registry-unexpected';
}

const CAUSES: Readonly<Partial<Record<CheckReason, Cause>>> = {
  'credential-rejected': 'credential-rejected',
  'credential-not-sent': 'credential-not-sent',
  'ping-forbidden': 'registry-forbidden',
  'ping-not-found': 'registry-not-found',
  'ping-server-error': 'registry-error',
  'ping-not-a-registry': 'registry-unexpected',
  'challenge-missing': 'challenge-unusable',
  'challenge-without-realm': 'challenge-unusable',
  'challenge-unsupported': 'challenge-unusable',
  'realm-refused': 'realm-refused',
  'realm-not-https': 'realm-refused',
  'realm-private-address': 'realm-refused',
  'realm-declined': 'realm-not-allowed',
  'token-forbidden': 'credential-rejected',
  'token-server-error': 'token-server-error',
  'token-not-json': 'token-unusable',
  'token-missing': 'token-unusable',
  'token-anonymous': 'token-unusable',
  'token-unexpected-status': 'token-server-error',
  'rate-limited': 'rate-limited',
  'trust-unusable': 'trust-unusable',
  'dns-not-found': 'dns-not-found',
  'dns-failed': 'dns-failed',
  'connection-refused': 'tcp-refused',
  'network-unreachable': 'tcp-unreachable',
  'connection-reset': 'registry-error',
  'timed-out': 'registry-error',
  'tls-untrusted': 'tls-unknown-authority',
  'tls-self-signed': 'tls-self-signed',
  'tls-expired': 'tls-expired',
  'tls-not-yet-valid': 'tls-not-yet-valid',
  'tls-wrong-host': 'tls-wrong-host',
  'tls-failed': 'tls-failed',
  'http-on-tls-port': 'tls-plain-http',
  'proxy-unusable': 'proxy-unusable',
  'proxy-unreachable': 'proxy-unreachable',
  'proxy-authentication': 'proxy-authentication',
  'proxy-refused': 'proxy-refuses-registry',
};
