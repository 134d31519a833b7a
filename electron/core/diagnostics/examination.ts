import type { X509Certificate } from 'node:crypto';
import { lookup as lookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { CheckReason, CredentialKind, CredentialMeta } from '../../../shared/credential.ts';
import type { Explanation } from '../../../shared/lookup.ts';
import { apiHost } from '../../../shared/registry.ts';
import type { Host } from '../host.ts';
import {
  type CredentialStores,
  credentialStores,
  storesOrFiles,
} from '../lookup/registries-conf.ts';
import { environmentRoute } from '../proxy/environment.ts';
import { endpointOf, type Route, type RouteFor } from '../proxy/route.ts';
import { LIMITS, Transport, type TransportRequest } from '../registry/transport.ts';
import {
  NO_TRUST,
  type RegistryTrust,
  readRegistryTrust,
  secureContextFor,
} from '../registry/trust.ts';
import type { Answer } from '../registry/wire/http.ts';
import type { Secret } from '../secret.ts';
import type { Targets } from '../targets/targets.ts';

/** Whom a registry is asked as. */
export interface Asking {
  readonly username: string;
  /** Null where nobody said. */
  readonly kind: CredentialKind | null;
  /** `vault`, `pull-secret`, or the path of the file or name of the helper that it came from. */
  readonly source: string;
  /** Null where it is not stored here. */
  readonly meta: CredentialMeta | null;
  /** Null where the store did not give it out. */
  readonly secret: Secret | null;
}

/** What is to be found out about one registry. */
export interface Case {
  /** `host[:port]` */
  readonly registry: string;
  readonly repository: string | null;
  readonly reference: string | null;
  readonly plainHttp: boolean;
  /** Red Hat's allow-list is looked at once in a run. */
  readonly withAllowList: boolean;
  readonly asking: Asking | null;
  /** What the tools would use, where that was looked up already. */
  readonly explanation: Explanation | null;
}

export interface ExaminationDeps {
  readonly host: Host;
  readonly route: RouteFor;
  readonly targets: Targets;
  /** Whether the user said that this registry's credential may go to this `host[:port]`. */
  readonly realmAllowed: (registry: string, realmHost: string) => boolean;
  /** What the tools would use. @param stores what registries.conf says, where it is read already @throws Failure */
  readonly explain: (
    reference: string,
    signal: AbortSignal,
    stores?: Promise<CredentialStores>,
  ) => Promise<Explanation>;
  /** Where the system's configuration is. */
  readonly etc: string;
}

/** What a registry wants to see before it answers. */
export type Wanted =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: URL; readonly service: string | undefined };

/** What earlier probes found out and later ones build on. */
export interface Facts {
  route: Route | null;
  toolsRoute: Route | null;
  explanation: Explanation | null;
  /** A name server says something, whatever it is. */
  namesAnswered: boolean;
  /** Null until the name was looked up. */
  addresses: readonly string[] | null;
  /** Why each address was not connected to; null where it was. */
  connections: Map<string, CheckReason | null>;
  /** A connection to the registry stands, through the proxy where there is one. */
  reached: boolean;
  secured: boolean;
  /** The certificates that the server showed, its own first; empty before it did. */
  chain: readonly X509Certificate[];
  ping: Answer | null;
  /** The registry answers to anybody. */
  open: boolean;
  wanted: Wanted | null;
  /** The realm may not get the credential; what anybody may ask goes there all the same. */
  realmClosed: boolean;
  /** The token server did not answer. */
  realmSilent: boolean;
  /** What to send as Authorization; null for nothing. */
  authorization: Secret | null;
  /** Somebody is let in, be it nobody in particular. */
  admitted: boolean;
  /** The digest of a small blob of the image. */
  blob: string | null;
}

/** One registry under examination: what is asked, what is known, and the connections of the HTTP probes. */
export class Examination {
  readonly facts: Facts = {
    route: null,
    toolsRoute: null,
    explanation: null,
    namesAnswered: false,
    addresses: null,
    connections: new Map(),
    reached: false,
    secured: false,
    chain: [],
    ping: null,
    open: false,
    wanted: null,
    realmClosed: false,
    realmSilent: false,
    authorization: null,
    admitted: false,
    blob: null,
  };
  /** `https://host[:port]` */
  readonly origin: URL;
  #transport: Transport | null = null;
  #explanation: Explanation | null;
  #connection: Socket | null = null;
  #trust: Promise<RegistryTrust> | null = null;
  #secureContext: Promise<SecureContext> | null = null;
  #compared: ReturnType<Targets['compare']> | null = null;
  #stores: Promise<CredentialStores> | null = null;
  /** The host that the request under way went to last. */
  #lastHost: string;

  constructor(
    readonly about: Case,
    readonly deps: ExaminationDeps,
  ) {
    const { registry, plainHttp, explanation } = about;
    this.#explanation = explanation;
    this.origin = new URL(`${plainHttp ? 'http' : 'https'}://${apiHost(registry)}`);
    this.#lastHost = this.origin.host;
  }

  /** Where a redirect led to, for a request that failed on its way. */
  get lastHost(): string {
    return this.#lastHost;
  }

  /** The address that the registry answered from; '' where a proxy hides it. */
  get registryAddress(): string {
    return this.#transport?.registryAddress ?? '';
  }

  /** Registry, repository and reference as a text. */
  get name(): string {
    return nameOf(this.about);
  }

  /** The registry as the tools are asked for it. */
  get text(): string {
    const { registry, repository } = this.about;
    return repository === null ? registry : `${registry}/${repository}`;
  }

  /** What the tools would use; what was looked up before is good for the first time. @throws Failure */
  async explain(signal: AbortSignal): Promise<Explanation> {
    const known = this.#explanation;
    this.#explanation = null;
    const meta = this.about.asking?.meta ?? null;
    // What will be compared with it is read meanwhile; the probe of the lookup tells what is wrong.
    if (meta !== null) void this.compare(meta).catch(() => {});
    return known ?? this.deps.explain(this.text, signal, this.#credentialStores());
  }

  /** The targets beside the stored credential, read once while the examination is open. */
  compare(meta: CredentialMeta): ReturnType<Targets['compare']> {
    this.#compared ??= this.deps.targets.compare([meta], storesOrFiles(this.#credentialStores()));
    return this.#compared;
  }

  /** What registries.conf says, read once while the examination is open. */
  #credentialStores(): Promise<CredentialStores> {
    if (this.#stores === null) {
      this.#stores = credentialStores(this.deps.host);
      // Told by whoever waits for it.
      this.#stores.catch(() => {});
    }
    return this.#stores;
  }

  /** The connections of the HTTP probes. */
  get transport(): Transport {
    if (this.#transport === null) throw new Error('not open');
    return this.#transport;
  }

  /** Opens what the probes need; `close` comes after. @throws the store's codes */
  async open(signal: AbortSignal): Promise<void> {
    const { host, route } = this.deps;
    this.facts.route = await route(this.origin);
    this.facts.toolsRoute = environmentRoute(this.origin, host.env);
    // Read while the name is looked up; the probe of TLS tells what is wrong with it.
    if (!this.about.plainHttp) void this.secureContext().catch(() => {});
    this.#transport = new Transport({
      secureContext: () => this.secureContext(),
      proxyContext: () => this.proxyContext(),
      // A little less than a probe's own limit: there has to be time to say what became of it.
      limits: { ...LIMITS, connectMs: 3_500, headersMs: 3_750 },
      route: (url) => {
        this.#lastHost = url.host;
        return route(url);
      },
      lookup: this.#lookup,
      standing: (origin) =>
        origin === this.origin.origin && this.facts.secured ? this.takeConnection() : null,
      signal,
    });
  }

  close(): void {
    this.#transport?.close();
    this.#transport = null;
    this.#trust = null;
    this.#secureContext = null;
    this.#compared = null;
    this.#stores = null;
    this.takeConnection()?.destroy();
  }

  /**
   * Keeps a connection to the registry on which nothing was sent yet for the next probe: a plain one for the probe
   * that looks at TLS, one with TLS for the first request.
   */
  keepConnection(socket: Socket): void {
    this.#connection?.destroy();
    this.#connection = socket;
    socket.on('error', () => {});
  }

  /** Null where there is none that still stands. */
  takeConnection(): Socket | null {
    const socket = this.#connection;
    this.#connection = null;
    return socket?.destroyed || socket?.readableEnded ? null : socket;
  }

  /** @throws NoAnswer, the store's codes */
  send(url: URL, request: TransportRequest): Promise<Answer> {
    this.#lastHost = url.host;
    return this.transport.send(url, request);
  }

  /** What certs.d has for the registry, read once while the examination is open. @throws TrustUnusable */
  trust(): Promise<RegistryTrust> {
    this.#trust ??= readRegistryTrust(this.about.registry, this.deps.host, this.deps.etc);
    return this.#trust;
  }

  /** @throws TrustUnusable */
  secureContext(): Promise<SecureContext> {
    this.#secureContext ??= this.trust().then((trust) => secureContextFor(trust, this.deps.host));
    return this.#secureContext;
  }

  /** The registry's name was looked up already. */
  readonly #lookup: LookupFunction = (hostname, options, callback) => {
    const { addresses } = this.facts;
    if (addresses === null || hostname !== endpointOf(this.origin).host) {
      lookupAddress(hostname, options, callback);
      return;
    }
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };

  /** @throws TrustUnusable */
  proxyContext(): Promise<SecureContext> {
    return secureContextFor(NO_TRUST, this.deps.host);
  }
}

export function nameOf({
  registry,
  repository,
  reference,
}: Pick<Case, 'registry' | 'repository' | 'reference'>): string {
  if (repository === null) return registry;
  const suffix = reference === null ? '' : `${reference.includes(':') ? '@' : ':'}${reference}`;
  return `${registry}/${repository}${suffix}`;
}
