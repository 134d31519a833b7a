import { checkReason } from '../../../../shared/credential.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import type { PullCheck } from '../../../../shared/image-check.ts';
import { MANIFESTS, pullReason } from '../../images/pull-check.ts';
import { jsonObject } from '../../registry/answers.ts';
import type { Answer } from '../../registry/wire/http.ts';
import type { Within } from '../../registry/wire/within.ts';
import { answerEvidence, causeOfReason, noAnswerOf } from '../answer-evidence.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip } from '../probing.ts';

/** Whether the image is there, and for whom. */
export function manifestProbe(examination: Examination): ProbeSpec {
  const { repository, reference } = examination.about;
  return {
    id: 'manifest',
    kind: 'manifest',
    target: repository === null ? null : nameOf(repository, reference),
    limitMs: PROBE_LIMITS_MS.manifest,
    late: 'registry-error',
    look: (limits) => look(examination, limits),
  };
}

async function look(examination: Examination, { signal }: Within): Promise<Outcome> {
  const { facts, about } = examination;
  const { repository, reference } = about;
  facts.blob = null;
  if (repository === null) return skip('no-image');
  if (!facts.admitted) return skip('depends-on-failed');
  try {
    const answer = await manifest(examination, repository, reference ?? 'latest');
    const seen = answerEvidence(answer, about);
    const shown =
      facts.authorization === null || about.asking === null
        ? 'nobody'
        : facts.wanted?.scheme === 'basic'
          ? 'credential'
          : 'token';
    const reason = pullReason(answer, shown);
    if (reason !== 'pullable' && reason !== 'pullable-anonymously') {
      return fail(causeOf(reason), ...seen);
    }
    const [digest = null] = answer.header('docker-content-digest');
    seen.push(saw('manifest', { digest, mediaType: answer.header('content-type')[0] ?? null }));
    facts.blob = await smallBlob(examination, repository, answer);
    return facts.blob === null ? fail('manifest-unusable', ...seen) : pass(...seen);
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause, evidence } = noAnswerOf(error);
    return fail(cause, ...evidence);
  }
}

async function manifest(
  examination: Examination,
  repository: string,
  reference: string,
): Promise<Answer> {
  const { facts, origin } = examination;
  return examination.send(new URL(`/v2/${repository}/manifests/${reference}`, origin), {
    headers: {
      accept: MANIFESTS,
      ...(facts.authorization !== null && { authorization: facts.authorization.reveal() }),
    },
  });
}

/** The digest of the image's configuration: of an index, that of its first image. Null where there is none. */
async function smallBlob(
  examination: Examination,
  repository: string,
  answer: Answer,
): Promise<string | null> {
  const object = jsonObject(answer);
  const [first] = Array.isArray(object?.manifests) ? object.manifests : [];
  const child = digestOf(first);
  if (child === null) return digestOf(object?.config);
  const image = await manifest(examination, repository, child);
  return digestOf(jsonObject(image)?.config);
}

function digestOf(descriptor: unknown): string | null {
  if (typeof descriptor !== 'object' || descriptor === null || !('digest' in descriptor))
    return null;
  const { digest } = descriptor;
  return typeof digest === 'string' && /^[a-z0-9+._-]+:[0-9a-f]{32,}$/.test(digest) ? digest : null;
}

function causeOf(reason: PullCheck['reason']): Cause {
  switch (reason) {
    case 'login-needed':
      return 'credential-missing';
    case 'repository-denied':
    case 'repository-unknown':
    case 'reference-unknown':
    case 'terms-needed':
      return reason;
    default: {
      const known = checkReason.safeParse(reason);
      return known.success ? causeOfReason(known.data) : 'registry-unexpected';
    }
  }
}

function nameOf(repository: string, reference: string | null): string {
  if (reference === null) return repository;
  return `${repository}${reference.includes(':') ? '@' : ':'}${reference}`;
}
