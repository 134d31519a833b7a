import type { X509Certificate } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRegistry } from '../../../shared/registry.ts';
import type { SystemTrust, TrustView } from '../../../shared/trust.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { certificateFacts } from '../registry/certificate-facts.ts';
import { trustPlaces } from '../registry/trust.ts';
import {
  addAuthority,
  authorityPath,
  ownAuthorities,
  readCertificates,
  removeAuthority,
} from './authority-files.ts';
import { authorityScript } from './authority-script.ts';
import { type Judged, judge, judgedAdded } from './offer.ts';

const MAX_SHOWN = 64;

export interface TrustingDeps {
  readonly host: Host;
  /** Where the system's configuration is. */
  readonly etc: string;
}

/**
 * The certificates of one registry that its tools can be made to trust: those of its handshake, those of
 * files that the user chose, and those that were added before.
 */
export class Trusting {
  readonly #chosen: X509Certificate[] = [];
  readonly #registry: string;
  readonly #directory: string;
  /** The directories that count where the user has none. */
  readonly #system: readonly string[];

  /** @throws REGISTRY_INVALID for what is no name of a directory */
  constructor(
    registry: string,
    private readonly chain: () => readonly X509Certificate[],
    { host, etc }: TrustingDeps,
  ) {
    const parsed = parseRegistry(registry);
    if (!parsed.ok || parsed.registry !== registry) throw new Failure('REGISTRY_INVALID');
    const [own = '', ...system] = trustPlaces('containers', host, etc);
    this.#registry = registry;
    this.#directory = join(own, registry);
    this.#system = system.map((place) => join(place, registry));
  }

  /** @throws FILE_* */
  async view(): Promise<TrustView> {
    const known = await this.#known();
    const trusted = new Set(await this.#trusted());
    return {
      registry: this.#registry,
      hides: await this.#hidden(),
      certificates: known.slice(0, MAX_SHOWN).map(({ certificate, ...each }) => ({
        ...each,
        path: authorityPath(this.#directory, certificate),
        trusted: trusted.has(each.fingerprint),
      })),
    };
  }

  /** Takes the certificates of a file into the choice. @throws FILE_MALFORMED, FILE_TOO_LARGE, FILE_* */
  async choose(path: string): Promise<void> {
    for (const each of await readCertificates(path)) {
      if (!this.#chosen.some(({ fingerprint256 }) => fingerprint256 === each.fingerprint256)) {
        this.#chosen.push(each);
      }
    }
  }

  /** What `trust` would trust, and for which registry. @throws PLAN_STALE, FILE_* */
  async offer(fingerprint: string): Promise<{ registry: string; subject: string }> {
    const { subject } = certificateFacts(await this.#offered(fingerprint));
    return { registry: this.#registry, subject };
  }

  /** Writes the certificate where the user's tools find it. @throws PLAN_STALE, FILE_* */
  async trust(fingerprint: string): Promise<void> {
    await addAuthority(this.#directory, await this.#offered(fingerprint));
  }

  /** Removes what `trust` wrote. @throws PLAN_STALE, FILE_* */
  async distrust(fingerprint: string): Promise<void> {
    const own = await ownAuthorities(this.#directory);
    const certificate = own.find(({ fingerprint256 }) => fingerprint256 === fingerprint);
    if (certificate === undefined) throw new Failure('PLAN_STALE', { path: this.#directory });
    await removeAuthority(this.#directory, certificate);
  }

  /** What root runs so that the whole machine trusts the certificate. @throws PLAN_STALE, FILE_* */
  async script(fingerprint: string, tools: SystemTrust): Promise<string> {
    return authorityScript(this.#registry, await this.#offered(fingerprint), tools);
  }

  /** Only what was offered can be chosen, whatever the page says. */
  async #offered(fingerprint: string): Promise<X509Certificate> {
    const found = (await this.#known()).find((each) => each.fingerprint === fingerprint);
    if (found === undefined || found.refused !== null) {
      throw new Failure('PLAN_STALE', { path: this.#directory });
    }
    return found.certificate;
  }

  async #known(): Promise<Judged[]> {
    const offered = judge(this.chain(), this.#chosen);
    const shown = new Set(offered.map(({ fingerprint }) => fingerprint));
    const added = (await ownAuthorities(this.#directory)).map((each) => judgedAdded(each));
    return [...offered, ...added.filter(({ fingerprint }) => !shown.has(fingerprint))];
  }

  async #trusted(): Promise<string[]> {
    return (await ownAuthorities(this.#directory)).map(({ fingerprint256 }) => fingerprint256);
  }

  async #hidden(): Promise<string | null> {
    if (await isReadable(this.#directory)) return null;
    for (const directory of this.#system) {
      if (await isReadable(directory)) return directory;
    }
    return null;
  }
}

async function isReadable(directory: string): Promise<boolean> {
  return access(directory, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
