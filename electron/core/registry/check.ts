import type { LookupFunction } from 'node:net';
import type { CheckReason, CheckResult } from '../../../shared/credential.ts';
import { apiHost, parseRegistry } from '../../../shared/registry.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { RouteFor } from '../proxy/route.ts';
import type { Secret } from '../secret.ts';
import { isIssuedToNobody, messageOf, retryAfterSeconds } from './answers.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { ProxyFailed } from './connections.ts';
import { permittedRealm } from './permitted-realm.ts';
import { type CheckStepEvent, StepReporter } from './steps.ts';
import { basic, fetchToken, IDENTITY_TOKEN_USER } from './token.ts';
import { LIMITS, type Limits, NoAnswer, Transport } from './transport.ts';
import { NO_TRUST, readRegistryTrust, secureContextFor, TrustUnusable } from './trust.ts';
import { pingReason, presentedReason, unmetReason, verdictOf } from './verdict.ts';
import type { Answer } from './wire/http.ts';

export interface CheckRequest {
  /** `host[:port]` */
  readonly registry: string;
  /** The user said that this registry speaks plain HTTP; it is never found out by trying. */
  readonly plainHttp: boolean;
  readonly username: string;
  readonly secret: Secret;
}

export interface CheckOptions {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly onStep?: (event: CheckStepEvent) => void;
  /** Whether the user said earlier that this registry's credential may go to this `host[:port]`. */
  readonly realmAllowed?: (registry: string, realmHost: string) => boolean;
  /** Asks the user; without it the answer is no. The time it takes is not counted. */
  readonly askRealm?: (registry: string, realmHost: string) => Promise<boolean>;
  readonly limits?: Partial<Limits>;
  readonly lookup?: LookupFunction;
  /** The way to each URL. Default: directly. */
  readonly route?: RouteFor | undefined;
}

/** How a check ended: a reason, and what was seen. */
interface Ending {
  readonly reason: CheckReason;
  readonly host: string | null;
  readonly answer: Answer | null;
  readonly message?: string;
  /** What a proxy answered with in the registry's place. */
  readonly proxyStatus?: number | null;
}

/**
 * Checks a credential as `podman login` does: asks the registry without it, reads the challenge, and
 * sends it to the registry (Basic) or to the token server that the registry names (Bearer), if the
 * realm policy allows. A token is then shown to the registry, since some issue tokens to anybody.
 *
 * What goes wrong on the network is a result, not an error; so is a cancelled check.
 *
 * @throws REGISTRY_INVALID, USERNAME_INVALID or SECRET_INVALID for what cannot be sent
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export async function checkCredential(
  request: CheckRequest,
  options: CheckOptions,
): Promise<CheckResult> {
  assertSendable(request);
  const startedAt = performance.now();
  const check = new Check(request, options);
  try {
    const { reason, host, answer, message, proxyStatus } = await check.run();
    const waitSeconds =
      reason === 'rate-limited' && answer !== null ? retryAfterSeconds(answer) : null;
    return {
      verdict: verdictOf(reason),
      reason,
      at: new Date().toISOString(),
      durationMs: Math.round(performance.now() - startedAt),
      host,
      httpStatus: answer?.status ?? proxyStatus ?? null,
      message: message ?? (answer && messageOf(answer, request)),
      ...(waitSeconds === null ? {} : { retryAfterSeconds: waitSeconds }),
    };
  } finally {
    check.close();
  }
}

function assertSendable({ registry, username, secret }: CheckRequest): void {
  const parsed = parseRegistry(`https://${registry}`);
  if (!parsed.ok || parsed.registry !== registry)
    throw new Failure('REGISTRY_INVALID', { registry });
  if (username === '' || /[:\p{Cc}]/u.test(username)) throw new Failure('USERNAME_INVALID');
  if (secret.reveal() === '' || /\p{Cc}/u.test(secret.reveal()))
    throw new Failure('SECRET_INVALID');
}

class Check {
  readonly #request: CheckRequest;
  readonly #options: CheckOptions;
  readonly #transport: Transport;
  readonly #steps: StepReporter;
  readonly #pingUrl: URL;

  constructor(request: CheckRequest, options: CheckOptions) {
    this.#request = request;
    this.#options = options;
    const { registry, plainHttp } = request;
    this.#pingUrl = new URL(`${plainHttp ? 'http' : 'https'}://${apiHost(registry)}/v2/`);
    const transport = new Transport({
      // The directory of certs.d is named after the registry as users write it: `docker.io`.
      secureContext: async () =>
        secureContextFor(await readRegistryTrust(registry, options.host), options.host),
      proxyContext: () => secureContextFor(NO_TRUST, options.host),
      limits: { ...LIMITS, ...options.limits },
      route: options.route,
      signal: options.signal,
      lookup: options.lookup,
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
    const ending = await this.#perform().catch(endingOfError);
    const isGood = ending.reason === 'no-login-needed' || verdictOf(ending.reason) === 'verified';
    this.#steps.finish(isGood ? 'done' : 'failed');
    return ending;
  }

  async #perform(): Promise<Ending> {
    this.#steps.enter('ping', this.#pingUrl.host);
    const ping = await this.#transport.get(this.#pingUrl, {});
    if (ping.status !== 401) return endingOf(pingReason(ping), ping);

    this.#steps.enter('challenge', null);
    const challenges = parseChallenges(ping.header('www-authenticate'));
    const bearer = challenges.find(
      ({ scheme, params }) => scheme === 'bearer' && params.get('realm'),
    );
    if (bearer !== undefined) return this.#checkBearer(bearer);
    const isIdentityToken = this.#request.username === IDENTITY_TOKEN_USER;
    if (!isIdentityToken && challenges.some(({ scheme }) => scheme === 'basic')) {
      return this.#checkBasic();
    }
    return endingOf(unmetReason(challenges), ping);
  }

  async #checkBasic(): Promise<Ending> {
    this.#steps.enter('verdict', this.#pingUrl.host);
    const answer = await this.#transport.get(this.#pingUrl, {
      authorization: basic(this.#request),
    });
    return endingOf(presentedReason(answer, 'basic-accepted'), answer);
  }

  async #checkBearer({ params }: Challenge): Promise<Ending> {
    const realm = await this.#permittedRealm(params.get('realm') ?? '');
    if (!(realm instanceof URL)) return realm;

    this.#steps.enter('token', realm.host);
    const asked = await fetchToken(this.#transport, {
      realm,
      service: params.get('service'),
      scopes: [],
      credential: this.#request,
    });
    if (asked.token === null) return endingOf(asked.reason, asked.answer);
    const token = asked.token.reveal();

    this.#steps.enter('verdict', this.#pingUrl.host);
    const answer = await this.#transport.get(this.#pingUrl, { authorization: `Bearer ${token}` });
    const accepted = isIssuedToNobody(token) ? 'token-anonymous' : 'token-issued';
    return endingOf(presentedReason(answer, accepted), answer);
  }

  /** The realm, if the credential may go there, or how the check ends because it may not. */
  async #permittedRealm(realm: string): Promise<URL | Ending> {
    const permitted = await permittedRealm(realm, {
      ...this.#request,
      ...this.#options,
      registryAddress: this.#transport.registryAddress ?? '',
    });
    return permitted instanceof URL ? permitted : { ...permitted, answer: null };
  }
}

function endingOf(reason: CheckReason, answer: Answer): Ending {
  return { reason, host: answer.url.host, answer };
}

function endingOfError(error: unknown): Ending {
  if (!(error instanceof NoAnswer)) throw error;
  const { reason, host, cause } = error;
  const ending = { reason, host, answer: null };
  if (cause instanceof ProxyFailed) return { ...ending, proxyStatus: cause.httpStatus };
  return cause instanceof TrustUnusable ? { ...ending, message: cause.message } : ending;
}
