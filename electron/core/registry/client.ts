import type { CheckReason } from '../../../shared/credential.ts';
import { apiHost } from '../../../shared/registry.ts';
import { parseChallenges } from './challenge.ts';
import type { CheckOptions } from './check.ts';
import { permittedRealm } from './permitted-realm.ts';
import {
  basic,
  fetchToken,
  type Grant,
  IDENTITY_TOKEN_USER,
  type RegistryCredential,
} from './token.ts';
import { LIMITS, NoAnswer, Transport, type TransportRequest } from './transport.ts';
import { NO_TRUST, readRegistryTrust, secureContextFor } from './trust.ts';
import { unmetReason } from './verdict.ts';
import type { Answer } from './wire/http.ts';

export interface ClientRequest {
  /** `host[:port]` */
  readonly registry: string;
  readonly plainHttp: boolean;
  /** Null: nobody. */
  readonly credential: RegistryCredential | null;
}

/** Every kind of manifest, so that a registry has no reason to answer 404 for one that is there. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** A token that is about to expire may be too late. */
const MARGIN_MS = 10_000;

/** One registry as its API has it, with a credential that is shown where it asks for one. */
export class RegistryClient {
  readonly #transport: Transport;
  readonly #grants = new Map<string, Grant>();

  constructor(
    private readonly request: ClientRequest,
    private readonly options: CheckOptions,
  ) {
    const { host, limits, route, signal, lookup } = options;
    const { registry } = request;
    this.#transport = new Transport({
      secureContext: async () => secureContextFor(await readRegistryTrust(registry, host), host),
      proxyContext: () => secureContextFor(NO_TRUST, host),
      limits: { ...LIMITS, ...limits },
      route,
      signal,
      lookup,
    });
  }

  close(): void {
    this.#transport.close();
  }

  /** `/v2/`, without a credential. @throws NoAnswer */
  ping(): Promise<Answer> {
    return this.#transport.get(this.#url(''), {});
  }

  /**
   * Asks whether a manifest is there, by tag or digest (`sha256:...`): `docker-content-digest` names it. A
   * refusal has no body to say why.
   * @throws NoAnswer
   */
  headManifest(repository: string, reference: string): Promise<Answer> {
    return this.#authorised(repository, this.#url(`${repository}/manifests/${reference}`), {
      method: 'HEAD',
      headers: { accept: MANIFESTS },
    });
  }

  /**
   * Asks for a blob without fetching it: `url` of the answer is where it is kept, which is often another
   * host, and that one gets no Authorization.
   * @throws NoAnswer
   */
  headBlob(repository: string, digest: string): Promise<Answer> {
    return this.#authorised(repository, this.#url(`${repository}/blobs/${digest}`), {
      method: 'HEAD',
      redirects: 'anonymous',
    });
  }

  #url(path: string): URL {
    const { registry, plainHttp } = this.request;
    return new URL(`${plainHttp ? 'http' : 'https'}://${apiHost(registry)}/v2/${path}`);
  }

  /** Sends a request, again with a credential or token where the registry asks for one. */
  async #authorised(repository: string, url: URL, request: TransportRequest): Promise<Answer> {
    const scope = `repository:${repository}:pull`;
    const known = this.#grants.get(scope);
    if (known !== undefined && known.expiresAtMs - MARGIN_MS > performance.now()) {
      return this.#send(url, request, `Bearer ${known.token.reveal()}`);
    }
    const first = await this.#transport.send(url, request);
    if (first.status !== 401) return first;
    const authorization = await this.#authorization(first, scope);
    return authorization === null ? first : this.#send(url, request, authorization);
  }

  #send(url: URL, request: TransportRequest, authorization: string): Promise<Answer> {
    return this.#transport.send(url, {
      ...request,
      headers: { ...request.headers, authorization },
    });
  }

  /** Null where the registry wants a credential and there is none. */
  async #authorization(answer: Answer, scope: string): Promise<string | null> {
    const { credential } = this.request;
    const challenges = parseChallenges(answer.header('www-authenticate'));
    const bearer = challenges.find(
      ({ scheme, params }) => scheme === 'bearer' && params.get('realm'),
    );
    const fail = (reason: CheckReason, host: string | null) => {
      throw new NoAnswer(reason, host ?? answer.url.host);
    };
    if (bearer === undefined) {
      const takesBasic = challenges.some(({ scheme }) => scheme === 'basic');
      if (!takesBasic || credential?.username === IDENTITY_TOKEN_USER) {
        return fail(unmetReason(challenges), null);
      }
      return credential && basic(credential);
    }
    const realm = await permittedRealm(bearer.params.get('realm') ?? '', {
      ...this.options,
      ...this.request,
      registryAddress: this.#transport.registryAddress ?? '',
      // Without a credential there is nothing that a token server could get hold of.
      ...(credential === null && { askRealm: async () => true }),
    });
    if (!(realm instanceof URL)) return fail(realm.reason, realm.host);
    const { grant, reason } = await fetchToken(this.#transport, {
      realm,
      service: bearer.params.get('service'),
      scopes: [scope],
      credential,
    });
    if (grant === null) return fail(reason, realm.host);
    this.#grants.set(scope, grant);
    return `Bearer ${grant.token.reveal()}`;
  }
}
