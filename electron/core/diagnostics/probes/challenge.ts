import { parseChallenges } from '../../registry/challenge.ts';
import { judgeRealm } from '../../registry/realm-policy.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip } from '../probing.ts';

/** What the registry wants to see, and whether its token server may be shown the credential. */
export function challengeProbe(examination: Examination): ProbeSpec {
  return {
    id: 'challenge',
    kind: 'challenge',
    target: null,
    limitMs: PROBE_LIMITS_MS.challenge,
    late: 'challenge-unusable',
    look: async () => look(examination),
  };
}

function look({ facts, about, deps, registryAddress }: Examination): Outcome {
  facts.wanted = null;
  facts.realmClosed = false;
  if (facts.open) return skip('no-challenge');
  if (facts.ping === null) return skip('depends-on-failed');
  const challenges = parseChallenges(facts.ping.header('www-authenticate'));
  const seen = challenges.map(({ scheme, params }) =>
    saw('challenge', {
      scheme,
      realm: placeOf(params.get('realm')),
      service: params.get('service') ?? null,
    }),
  );
  const bearer = challenges.find(
    ({ scheme, params }) => scheme === 'bearer' && params.get('realm'),
  );
  if (bearer === undefined) {
    if (!challenges.some(({ scheme }) => scheme === 'basic'))
      return fail('challenge-unusable', ...seen);
    facts.wanted = { scheme: 'basic' };
    return pass(...seen);
  }
  const { registry, plainHttp } = about;
  const realm = bearer.params.get('realm') ?? '';
  const judged = judgeRealm(realm, { registry, plainHttp, registryAddress });
  if (judged.answer === 'refuse') {
    return fail(
      'realm-refused',
      ...seen,
      saw('realm', { host: judged.host, judged: judged.reason }),
    );
  }
  const { url } = judged;
  const isAllowed = judged.answer === 'allow' || deps.realmAllowed(registry, url.host);
  facts.wanted = { scheme: 'bearer', realm: url, service: bearer.params.get('service') };
  seen.push(saw('realm', { host: url.host, judged: isAllowed ? 'allow' : 'ask' }));
  if (isAllowed || about.asking === null) return pass(...seen);
  facts.realmClosed = true;
  return fail('realm-not-allowed', ...seen);
}

/** A URL without what could hold a secret. */
function placeOf(realm: string | undefined): string | null {
  if (realm === undefined || !URL.canParse(realm)) return null;
  const { origin, pathname } = new URL(realm);
  return `${origin}${pathname}`;
}
