import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
  tokenRevocation,
} from 'openid-client';
import type { RedHatSettings } from '../../../shared/red-hat-settings.ts';
import type { RedHatAccount } from '../../../shared/service-account.ts';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import { accountOf, claimsOf } from './claims.ts';
import { openLoopback } from './loopback.ts';
import type { Send } from './web.ts';

/** What the accounts' API asks for; the rest says who signed in. */
const SCOPE = 'openid email id.username api.console api.iam.registry_service_accounts';
/** So long the user has in the browser. */
export const SIGN_IN_LIMIT_MS = 300_000;
/** What a token may be used for at the most where the issuer does not say. */
const DEFAULT_LIFE_S = 60;

export interface Tokens {
  readonly access: Secret;
  /** By `performance.now()`. */
  readonly expiresAtMs: number;
  /** Null where the issuer gave none. */
  readonly refresh: Secret | null;
  readonly account: RedHatAccount;
}

/** The sign-in at the issuer that was configured. It speaks to that origin and to no other. */
export class Oidc {
  #configuration: Promise<Configuration> | null = null;

  constructor(
    private readonly settings: RedHatSettings,
    private readonly send: Send,
  ) {}

  /**
   * Authorization code with PKCE in the system browser, redirected to this machine.
   *
   * @param open shows a page of the issuer in the system browser
   * @throws RED_HAT_UNREACHABLE, RED_HAT_SIGN_IN_FAILED with the issuer's `reason`, CANCELLED
   * @see RFC 8252, RFC 7636
   */
  async signIn(open: (url: string) => Promise<void>, signal: AbortSignal): Promise<Tokens> {
    const limit = AbortSignal.timeout(SIGN_IN_LIMIT_MS);
    const loopback = await openLoopback();
    try {
      const configuration = await this.#discovered();
      const [verifier, state, nonce] = [randomPKCECodeVerifier(), randomState(), randomNonce()];
      const { redirectUri } = loopback;
      const page = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      this.#assertOwn(page);
      const answer = loopback.answer(state, AbortSignal.any([signal, limit]));
      // It may be rejected when nobody waits for it any more, as the page could not be opened.
      answer.catch(() => {});
      await Promise.race([answer, open(page.href)]);
      const tokens = await authorizationCodeGrant(configuration, await answer, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const taken = tokensOf(tokens, null, null);
      if (taken.account.organization === '') {
        throw new Failure('RED_HAT_SIGN_IN_FAILED', { reason: 'no-organization' });
      }
      return taken;
    } catch (error) {
      signal.throwIfAborted();
      throw limit.aborted
        ? new Failure('RED_HAT_SIGN_IN_FAILED', { reason: 'time' })
        : this.#failure(error);
    } finally {
      loopback.close();
    }
  }

  /** @throws RED_HAT_SIGNED_OUT when the issuer takes it no more, RED_HAT_UNREACHABLE, CANCELLED */
  async refresh(refresh: Secret, account: RedHatAccount, signal: AbortSignal): Promise<Tokens> {
    try {
      const configuration = await this.#discovered();
      const tokens = await refreshTokenGrant(configuration, refresh.reveal());
      return tokensOf(tokens, refresh, account);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ResponseBodyError) throw new Failure('RED_HAT_SIGNED_OUT');
      throw this.#failure(error);
    }
  }

  /** Tells the issuer that the sign-in is over, where it takes that. */
  async revoke(refresh: Secret): Promise<void> {
    const configuration = await this.#discovered();
    if (configuration.serverMetadata().revocation_endpoint === undefined) return;
    await tokenRevocation(configuration, refresh.reveal(), { token_type_hint: 'refresh_token' });
  }

  /** What the issuer says of itself is asked for once; a failure is asked for again. */
  #discovered(): Promise<Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = null;
      throw error;
    });
    return this.#configuration;
  }

  #discover(): Promise<Configuration> {
    const issuer = new URL(this.settings.issuer);
    return discovery(issuer, this.settings.clientId, undefined, None(), {
      [customFetch]: async (href, { method, headers, body, signal }) => {
        const url = new URL(href);
        this.#assertOwn(url);
        const answer = await this.send(
          url,
          {
            method: method === 'POST' ? 'POST' : 'GET',
            headers,
            ...(body !== undefined && body !== null && { body: String(body) }),
          },
          // The transport has limits of its own.
          signal ?? new AbortController().signal,
        );
        return new Response(answer.body === '' ? null : answer.body, {
          status: answer.status,
          headers: { 'content-type': answer.header('content-type')[0] ?? '' },
        });
      },
      // The settings take http for this machine alone.
      ...(issuer.protocol === 'http:' && { execute: [allowInsecureRequests] }),
    });
  }

  /** Whatever the issuer's own description says, its tokens and pages are on its origin. */
  #assertOwn(url: URL): void {
    if (url.origin !== new URL(this.settings.issuer).origin) {
      throw new Failure('RED_HAT_SIGN_IN_FAILED', { host: url.host, reason: 'other-origin' });
    }
  }

  #failure(error: unknown): unknown {
    const failure = failureIn(error);
    if (failure !== null) return failure;
    const { host } = new URL(this.settings.issuer);
    const about = { host, reason: reasonOf(error) };
    return new Failure('RED_HAT_SIGN_IN_FAILED', about, { cause: error });
  }
}

/** The library wraps what the transport throws. */
function failureIn(error: unknown): Failure | null {
  for (let each = error, depth = 0; each instanceof Error && depth < 8; depth += 1) {
    if (each instanceof Failure) return each;
    each = each.cause;
  }
  return null;
}

function reasonOf(error: unknown): string {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return error.error.slice(0, 128);
  }
  return error instanceof ClientError ? (error.code ?? 'unexpected').slice(0, 128) : 'unexpected';
}

/** An issuer that gives no new refresh token means the one before to stay; the same goes for who it is. */
function tokensOf(
  tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
  refresh: Secret | null,
  account: RedHatAccount | null,
): Tokens {
  const said = accountOf(tokens.claims(), claimsOf(tokens.access_token));
  return {
    access: new Secret(tokens.access_token),
    expiresAtMs: performance.now() + (tokens.expires_in ?? DEFAULT_LIFE_S) * 1000,
    refresh: tokens.refresh_token === undefined ? refresh : new Secret(tokens.refresh_token),
    account: account !== null && said.organization === '' ? account : said,
  };
}
