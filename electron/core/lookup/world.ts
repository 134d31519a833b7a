import type { LookupCandidate, LookupStep } from '../../../shared/lookup.ts';
import type { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { CredentialStores } from './registries-conf.ts';

/** How one entry of a file reads to a Go tool, before the tool's own rules apply. */
export interface ReadEntry {
  readonly key: string;
  /**
   * - `ok`: `auth` decodes to `user:password`
   * - `absent`: there is no `auth`, or it is empty
   * - `no-colon`, `bad-base64`: there is one, and it does not decode
   */
  readonly auth: 'ok' | 'absent' | 'no-colon' | 'bad-base64';
  readonly username: string | null;
  readonly identityToken: boolean;
  /** A password, or an identity token; without one the tools name the user and log in as nobody. */
  readonly hasSecret: boolean;
  /** The `username` member, which only docker and the kubelet read. */
  readonly plainUsername: string | null;
}

/** A credential file as one consumer reads it. */
export interface ReadFile {
  readonly entries: ReadonlyMap<string, ReadEntry>;
  readonly credsStore: string | null;
  readonly credHelpers: ReadonlyMap<string, string>;
}

/** Which tool reads the file decides how strictly it is parsed. */
export type ReadMode = 'containers' | 'docker' | 'legacy' | 'kubelet';

/**
 * All that a lookup depends on. The rules are functions of this, so that any platform's and any
 * user's rules run anywhere.
 */
export interface LookupWorld {
  readonly host: Host;
  /** The directory in which the kubelet runs; it looks there too. */
  readonly workingDirectory: string;
  /**
   * Null where there is no file.
   * @throws Failure FILE_MALFORMED, FILE_NOT_PERMITTED, FILE_NOT_REGULAR, FILE_IO
   */
  readFile(path: string, mode: ReadMode): Promise<ReadFile | null>;
  /** The same for a text that is no file. @throws Failure FILE_MALFORMED */
  readText(text: string, mode: ReadMode): ReadFile;
  fileExists(path: string): Promise<boolean>;
  directoryExists(path: string): Promise<boolean>;
  /** Whether a program of this name is on the PATH. */
  hasProgram(name: string): Promise<boolean>;
  /**
   * Whom a credential helper logs in as on this server; null where it has nothing.
   * @throws Failure HELPER_MISSING, HELPER_FAILED, HELPER_TIMED_OUT, HELPER_BAD_REPLY
   */
  askHelper(suffix: string, server: string): Promise<HelperAnswer | null>;
  /**
   * Where containers/image looks for a credential, by registries.conf.
   * @throws Failure FILE_MALFORMED, FILE_NOT_PERMITTED, FILE_IO
   */
  credentialStores(): Promise<CredentialStores>;
  readonly versions: ToolVersions;
}

export interface HelperAnswer {
  readonly username: string;
  readonly identityToken: boolean;
}

/** Rules that changed between versions that are still in use. */
export interface ToolVersions {
  /**
   * containers/image 5.24 (podman 4.4, skopeo 1.11, buildah 1.29) and later read nothing but the file
   * that REGISTRY_AUTH_FILE names; earlier ones go on to the default files.
   */
  readonly explicitFileIsFinal: boolean;
  /** docker 28.3 and later ask DOCKER_AUTH_CONFIG before any store. */
  readonly dockerReadsAuthEnvironment: boolean;
  /** docker 27 and later take the host of any URL for the host of a key; earlier ones of http and https. */
  readonly dockerParsesUrls: boolean;
}

/** The rules of the newest versions, for a tool whose version is not known. */
export const NEWEST_VERSIONS: ToolVersions = {
  explicitFileIsFinal: true,
  dockerReadsAuthEnvironment: true,
  dockerParsesUrls: true,
};

/** A key that answers in one source. */
export interface Match {
  readonly key: string;
  readonly username: string | null;
  readonly identityToken: boolean;
  readonly hasSecret: boolean;
}

/** What one source says to one tool. */
export interface Consulted {
  /** The helper that answered in the file's place. */
  readonly helper: string | null;
  readonly winner: Match | null;
  readonly candidates: LookupCandidate[];
  readonly problem: Failure | null;
}

/** A place to look, and how. */
export interface Source {
  readonly kind: LookupStep['kind'];
  readonly source: string;
  readonly origin: LookupStep['origin'];
  /** Null where the source is absent. */
  consult(): Promise<Consulted | null>;
  /** The lookup ends here if there is such a file, even without an answer. */
  readonly final?: boolean;
  /** A problem here does not end the lookup: the tool warns and goes on. */
  readonly forgiving?: boolean;
  /** Of several stores, which one it belongs to: a problem in one sends the tool on to the next store. */
  readonly store?: number;
  /** Nothing asks there, whatever the other sources say: it is shown for what it has. */
  readonly unread?: boolean;
}

/** An image reference taken apart: `registry` is `host[:port]`, `repository` has no tag or digest. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string | null;
}
