import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { knownRegistry } from '../../../../shared/registry.ts';
import { isIssuedToNobody } from '../../registry/answers.ts';
import { basic, fetchToken, type RegistryCredential } from '../../registry/token.ts';
import { presentedReason } from '../../registry/verdict.ts';
import type { Within } from '../../registry/wire/within.ts';
import { Secret } from '../../secret.ts';
import { answerEvidence, causeOfReason, noAnswerOf } from '../answer-evidence.ts';
import type { Asking, Examination, Wanted } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip } from '../probing.ts';
import { isRedHatRegistry } from '../public-hosts.ts';

type Bearer = Extract<Wanted, { scheme: 'bearer' }>;

/** Whether the token server answers at all, and lets anybody in. */
export function anonymousTokenProbe(examination: Examination): ProbeSpec {
  return {
    ...specOf(examination, 'token-anonymous'),
    look: (limits) => lookAnonymous(examination, limits),
  };
}

/** Whether the credential is taken: by the token server, or by the registry itself. */
export function tokenProbe(examination: Examination): ProbeSpec {
  return { ...specOf(examination, 'token'), look: (limits) => look(examination, limits) };
}

function specOf({ facts }: Examination, kind: 'token' | 'token-anonymous') {
  const target = facts.wanted?.scheme === 'bearer' ? facts.wanted.realm.host : null;
  return {
    id: kind,
    kind,
    target,
    limitMs: PROBE_LIMITS_MS[kind],
    late: 'realm-unreachable',
  } as const;
}

async function lookAnonymous(examination: Examination, limits: Within): Promise<Outcome> {
  const { facts, about } = examination;
  facts.admitted = facts.open;
  facts.authorization = null;
  facts.realmSilent = false;
  if (facts.open) return skip('no-challenge');
  if (facts.wanted === null) return skip('depends-on-failed');
  if (facts.wanted.scheme === 'basic') return skip('no-token-server');
  // Until it has answered; the limit may end the wait.
  facts.realmSilent = true;
  const asked = await ask(examination, facts.wanted, null, limits);
  if (!('answer' in asked)) return asked;
  facts.realmSilent = false;
  const { token, reason, answer } = asked;
  const seen = answerEvidence(answer, about);
  if (token !== null) {
    // Everybody gets a token from some servers; what it is good for is seen with an image alone.
    if (about.repository !== null) {
      facts.authorization = bearer(token);
      facts.admitted = true;
    }
    return pass(...seen);
  }
  if (answer.status === 401 || answer.status === 403) return pass(...seen);
  return fail(causeOfReason(reason), ...seen);
}

async function look(examination: Examination, limits: Within): Promise<Outcome> {
  const { facts, about } = examination;
  const { asking } = about;
  if (facts.open) return skip('no-challenge');
  if (facts.wanted === null || facts.realmClosed || facts.realmSilent) {
    return skip('depends-on-failed');
  }
  if (knownRegistry(about.registry)?.accepts.length === 0) return skip('no-login-there');
  if (asking === null) {
    if (facts.admitted) return skip('no-credential');
    return fail('credential-missing');
  }
  if (asking.secret === null) return skip('credential-not-read');
  const credential = { username: asking.username, secret: asking.secret };
  const seen = [saw('asked-as', { username: asking.username, source: asking.source })];
  if (facts.wanted.scheme === 'basic') {
    return present(examination, basic(credential), credential, seen, limits);
  }
  const asked = await ask(examination, facts.wanted, credential, limits);
  if (!('answer' in asked)) return { ...asked, evidence: [...seen, ...asked.evidence] };
  const { token, reason, answer } = asked;
  if (token === null) {
    const cause = causeOfReason(reason);
    return fail(
      cause === 'credential-rejected' ? rejection(about.registry, asking, seen) : cause,
      ...seen,
      ...answerEvidence(answer, about),
    );
  }
  if (isIssuedToNobody(token.reveal())) {
    return fail('token-unusable', ...seen, ...answerEvidence(answer, about));
  }
  seen.push(...answerEvidence(answer, about));
  return present(examination, `Bearer ${token.reveal()}`, credential, seen, limits);
}

/** Shows to the registry what is to let somebody in: some token servers give a token to anybody. */
async function present(
  examination: Examination,
  authorization: string,
  credential: RegistryCredential,
  seen: readonly Evidence[],
  { signal }: Within,
): Promise<Outcome> {
  const { facts, origin, about } = examination;
  const { asking } = about;
  facts.authorization = new Secret(authorization);
  facts.admitted = true;
  // With an image the manifest says more, and asks for less.
  if (about.repository !== null && facts.wanted?.scheme === 'bearer') return pass(...seen);
  facts.admitted = false;
  try {
    const answer = await examination.send(new URL('/v2/', origin), { headers: { authorization } });
    const reason = presentedReason(answer, 'token-issued');
    const all = [...seen, ...answerEvidence(answer, about)];
    facts.admitted = reason === 'token-issued';
    if (facts.admitted) return pass(...all);
    const cause = causeOfReason(reason);
    return cause === 'credential-rejected' && asking !== null
      ? fail(rejection(about.registry, { ...asking, ...credential }, all), ...all)
      : fail(cause, ...all);
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause, evidence } = noAnswerOf(error);
    return fail(cause, ...seen, ...evidence);
  }
}

/** What a token server answered, or what the probe comes to because it did not. */
async function ask(
  examination: Examination,
  { realm, service }: Bearer,
  credential: RegistryCredential | null,
  { signal }: Within,
) {
  const { repository } = examination.about;
  const scopes = repository === null ? [] : [`repository:${repository}:pull`];
  try {
    return await fetchToken(examination.transport, { realm, service, scopes, credential });
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause, evidence } = noAnswerOf(error);
    return fail(cause === 'realm-refused' ? cause : 'realm-unreachable', ...evidence);
  }
}

function bearer(token: Secret): Secret {
  return new Secret(`Bearer ${token.reveal()}`);
}

/** Why a credential was most likely rejected, from what kind it is and looks like. */
function rejection(registry: string, asking: Asking, seen: Evidence[]): Cause {
  const { username, kind, secret } = asking;
  const isToken = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(secret?.reveal() ?? '');
  seen.push(saw('credential-shape', { shape: isToken ? 'token-like' : 'password-like' }));
  if (isRedHatRegistry(registry) && !username.includes('|')) {
    if (kind === 'service-account' || isToken) return 'service-account-short-name';
    return registry.endsWith('redhat.io') || registry.endsWith('redhat.com')
      ? 'portal-password'
      : 'credential-rejected';
  }
  const takesTokens = knownRegistry(registry)?.accepts.every(
    (each) => each !== 'red-hat-login' && each !== 'other',
  );
  return takesTokens === true && !isToken && (kind === 'other' || kind === null)
    ? 'portal-password'
    : 'credential-rejected';
}
