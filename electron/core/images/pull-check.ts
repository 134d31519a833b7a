import type { Image } from '../../../shared/image-advice.ts';
import type { PullCheck } from '../../../shared/image-check.ts';
import { apiHost } from '../../../shared/registry.ts';
import { isHtml, messageOf, saysDenied } from '../registry/answers.ts';
import { type Challenge, parseChallenges } from '../registry/challenge.ts';
import type { CheckOptions } from '../registry/check.ts';
import { permittedRealm } from '../registry/permitted-realm.ts';
import { StepReporter } from '../registry/steps.ts';
import { basic, fetchToken, IDENTITY_TOKEN_USER } from '../registry/token.ts';
import { LIMITS, NoAnswer, Transport } from '../registry/transport.ts';
import { NO_TRUST, readRegistryTrust, secureContextFor } from '../registry/trust.ts';
import { pingReason, unmetReason } from '../registry/verdict.ts';
import type { Answer } from '../registry/wire/http.ts';
import { Secret } from '../secret.ts';

export interface PullRequest {
  readonly image: Image;
  readonly plainHttp: boolean;
  /** Null: nobody is named. */
  readonly credential: { readonly username: string; readonly secret: Secret } | null;
}

/** Every kind of manifest, so that a registry has no reason to answer 404 for one that is there. */
export const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
].join(', ');

type Ending = { readonly reason: PullCheck['reason']; readonly host: string | null } & {
  readonly answer: Answer | null;
};

/**
 * Asks a registry for an image's manifest, as a pull begins: without a credential, then, where it says so,
 * with a token for this repository or with the credential itself. GET, since an error has its words in the
 * body. What goes wrong on the network is a result, not an error.
 *
 * @throws the store's codes when a proxy's password cannot be read
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function checkPull(request: PullRequest, options: CheckOptions): Promise<PullCheck> {
  const startedAt = performance.now();
  const pull = new Pull(request, options);
  try {
    const { reason, host, answer } = await pull.run();
    const pullable = reason === 'pullable' || reason === 'pullable-anonymously';
    const { username, secret } = request.credential ?? { username: '', secret: NOTHING };
    return {
      reason,
      pullable,
      username: reason === 'pullable-anonymously' ? null : username || null,
      digest: (pullable && answer?.header('docker-content-digest')[0]?.slice(0, 256)) || null,
      host,
      httpStatus: answer?.status ?? null,
      message: pullable || answer === null ? null : messageOf(answer, { username, secret }),
      at: new Date().toISOString(),
      durationMs: Math.round(performance.now() - startedAt),
    };
  } finally {
    pull.close();
  }
}

/** A secret that is in no text. */
const NOTHING = new Secret('\0\0\0\0\0\0\0\0');

class Pull {
  readonly #transport: Transport;
  readonly #steps: StepReporter;
  readonly #manifest: URL;

  constructor(
    private readonly request: PullRequest,
    private readonly options: CheckOptions,
  ) {
    const { image, plainHttp } = request;
    const { registry, repository, reference } = image;
    const { host, limits, route, signal, lookup } = options;
    this.#manifest = new URL(
      `${plainHttp ? 'http' : 'https'}://${apiHost(registry)}/v2/${repository}/manifests/${reference ?? 'latest'}`,
    );
    const transport = new Transport({
      secureContext: async () => secureContextFor(await readRegistryTrust(registry, host), host),
      proxyContext: () => secureContextFor(NO_TRUST, host),
      limits: { ...LIMITS, ...limits },
      route,
      signal,
      lookup,
    });
    this.#transport = transport;
    this.#steps = new StepReporter(
      () => transport.remainingMs,
      (event) => options.onStep?.(event),
    );
  }

  close(): void {
    this.#transport.close();
  }

  async run(): Promise<Ending> {
    const ending = await this.#perform().catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
      return { reason: error.reason, host: error.host, answer: null };
    });
    this.#steps.finish(ending.reason.startsWith('pullable') ? 'done' : 'failed');
    return ending;
  }

  async #perform(): Promise<Ending> {
    this.#steps.enter('ping', this.#manifest.host);
    const first = await this.#ask({});
    if (first.status !== 401) return judge(first, 'nobody');

    this.#steps.enter('challenge', null);
    const challenges = parseChallenges(first.header('www-authenticate'));
    const bearer = challenges.find(
      ({ scheme, params }) => scheme === 'bearer' && params.get('realm'),
    );
    if (bearer !== undefined) return this.#withToken(bearer);
    const takesBasic = challenges.some(({ scheme }) => scheme === 'basic');
    if (!takesBasic || this.request.credential?.username === IDENTITY_TOKEN_USER) {
      return endingOf(unmetReason(challenges), first);
    }
    if (this.request.credential === null) return endingOf('login-needed', first);
    this.#steps.enter('verdict', this.#manifest.host);
    return judge(await this.#ask({ authorization: basic(this.request.credential) }), 'credential');
  }

  async #withToken({ params }: Challenge): Promise<Ending> {
    const { image, plainHttp, credential } = this.request;
    const realm = await permittedRealm(params.get('realm') ?? '', {
      ...this.options,
      registry: image.registry,
      plainHttp,
      registryAddress: this.#transport.registryAddress ?? '',
      // Without a credential there is nothing that a token server could get hold of.
      ...(credential === null && { askRealm: async () => true }),
    });
    if (!(realm instanceof URL)) return { ...realm, answer: null };

    this.#steps.enter('token', realm.host);
    const { token, reason, answer } = await fetchToken(this.#transport, {
      realm,
      service: params.get('service'),
      scopes: [`repository:${image.repository}:pull`],
      credential,
    });
    if (token === null) {
      const needsLogin = credential === null && (answer.status === 401 || answer.status === 403);
      return endingOf(needsLogin ? 'login-needed' : reason, answer);
    }

    this.#steps.enter('verdict', this.#manifest.host);
    const shown = await this.#ask({ authorization: `Bearer ${token.reveal()}` });
    return judge(shown, credential === null ? 'nobody' : 'token');
  }

  #ask(headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#transport.get(this.#manifest, { accept: MANIFESTS, ...headers });
  }
}

function endingOf(reason: PullCheck['reason'], answer: Answer): Ending {
  return { reason, host: answer.url.host, answer };
}

function judge(answer: Answer, shown: 'nobody' | 'credential' | 'token'): Ending {
  return endingOf(pullReason(answer, shown), answer);
}

const REFUSED = {
  nobody: 'login-needed',
  credential: 'credential-rejected',
  token: 'repository-denied',
} as const;

/**
 * What an answer to a request for a manifest means.
 * @param shown what was sent along: nothing, the credential itself, or a token for it
 */
export function pullReason(answer: Answer, shown: keyof typeof REFUSED): PullCheck['reason'] {
  const { status, body } = answer;
  if (status === 200 && !isHtml(answer)) {
    return shown === 'nobody' ? 'pullable-anonymously' : 'pullable';
  }
  if (/only available on registry\.redhat\.io|terms acceptance/i.test(body)) return 'terms-needed';
  if (status === 404 && !isHtml(answer)) {
    return /NAME_UNKNOWN/.test(body) ? 'repository-unknown' : 'reference-unknown';
  }
  if (status === 401) return REFUSED[shown];
  if (status === 403 && saysDenied(answer)) {
    return shown === 'nobody' ? 'login-needed' : 'repository-denied';
  }
  return pingReason(answer);
}
