import type { CheckReason } from '../../../shared/credential.ts';
import { Secret } from '../secret.ts';
import { jsonObject, tokenOf } from './answers.ts';
import { tokenUrl } from './token-url.ts';
import type { Transport } from './transport.ts';
import { tokenFailureReason } from './verdict.ts';
import type { Answer } from './wire/http.ts';

/** The user name under which docker keeps an identity token in the place of a password. */
export const IDENTITY_TOKEN_USER = '<token>';

/** What is shown to a token server or registry. With the user `<token>` the secret is an identity token. */
export interface RegistryCredential {
  readonly username: string;
  readonly secret: Secret;
}

export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  /** `repository:name:pull,push`; the name may hold a colon. None: only who somebody is. */
  readonly scopes: readonly string[];
  /** Null: a token for nobody. */
  readonly credential: RegistryCredential | null;
}

export type TokenOutcome =
  | { readonly token: Secret; readonly reason: null; readonly answer: Answer }
  | { readonly token: null; readonly reason: CheckReason; readonly answer: Answer };

const CLIENT = 'pullkeeper';

/**
 * Asks a token server: with GET and Basic for a password, with POST for an identity token, which goes
 * in the body and in no header.
 *
 * @param request `realm` has passed `permittedRealm`
 * @throws NoAnswer
 * @see https://distribution.github.io/distribution/spec/auth/token/
 * @see https://distribution.github.io/distribution/spec/auth/oauth/
 */
export async function fetchToken(
  transport: Transport,
  request: TokenRequest,
): Promise<TokenOutcome> {
  const { credential } = request;
  const isRefresh = credential?.username === IDENTITY_TOKEN_USER;
  const answer = isRefresh
    ? await refresh(transport, request, credential.secret)
    : await issue(transport, request);
  const failed = (reason: CheckReason): TokenOutcome => ({ token: null, reason, answer });
  if (answer.status < 200 || answer.status > 299) {
    // OAuth says "wrong" with a 400 (RFC 6749, section 5.2).
    const isWrong = isRefresh && jsonObject(answer)?.error === 'invalid_grant';
    return failed(isWrong ? 'credential-rejected' : tokenFailureReason(answer));
  }
  const object = jsonObject(answer);
  if (object === null) return failed('token-not-json');
  const token = tokenOf(object);
  if (token === null) return failed('token-missing');
  return { token: new Secret(token), reason: null, answer };
}

function issue(
  transport: Transport,
  { realm, service, scopes, credential }: TokenRequest,
): Promise<Answer> {
  const url = tokenUrl(realm, { account: credential?.username, service }, scopes);
  return transport.get(url, credential === null ? {} : { authorization: basic(credential) });
}

function refresh(
  transport: Transport,
  { realm, service, scopes }: TokenRequest,
  identityToken: Secret,
): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: identityToken.reveal(),
    client_id: CLIENT,
    ...(service === undefined ? {} : { service }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  });
  return transport.send(realm, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
}

/** The value of an Authorization field. @see https://www.rfc-editor.org/rfc/rfc7617 */
export function basic({ username, secret }: RegistryCredential): string {
  return `Basic ${Buffer.from(`${username}:${secret.reveal()}`, 'utf8').toString('base64')}`;
}
