import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { authKeyFor } from '../../../shared/registry.ts';
import { AUTH_FILE_BYTES_MAX, type AuthDocument, parseAuthFile } from '../authfile/codec.ts';
import type { AuthEntry } from '../authfile/entry-value.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import { scopeOfKey } from '../authfile/keys.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import type { Fingerprints } from './fingerprints.ts';

/** One entry of a file without its secret: that is only there to be compared. */
export interface ContentEntry extends Omit<AuthEntry, 'secret'> {
  readonly fingerprint: string | null;
}

/** What a credential file says, without its secrets. */
export interface Content extends Omit<AuthDocument, 'entries'> {
  readonly entries: readonly ContentEntry[];
  /** The entries by what they are for (see `AuthScope`); the one that the tools take first comes first. */
  readonly serving: ReadonlyMap<string, readonly ContentEntry[]>;
}

/** A target as it was found. `content` is empty, not null, where there is no file. */
export interface Found {
  readonly exists: boolean;
  readonly content: Content | null;
  /** Why there is no content. */
  readonly problem: Failure | null;
}

export interface Reading extends Found {
  /** Why nothing can be written there; null where it looks as if it could. */
  readonly unwritable: Failure | null;
}

export function contentOf(document: AuthDocument, fingerprints: Fingerprints): Content {
  const entries = document.entries.map(({ secret, ...entry }) => ({
    ...entry,
    fingerprint: secret === null ? null : fingerprints.of(secret),
  }));
  const serving = new Map<string, ContentEntry[]>();
  for (const entry of entries) {
    const scope = scopeOfKey(entry.key, document.format);
    if (scope === null) continue;
    const known = serving.get(scope);
    if (known === undefined) serving.set(scope, [entry]);
    // The exact key wins over every other form of it.
    else if (entry.key === authKeyFor(scope, document.format)) known.unshift(entry);
    else known.push(entry);
  }
  return { ...document, entries, serving };
}

/** What a target says that has no file. */
export function emptyContent(format: AuthDocument['format']): Content {
  return {
    format,
    entries: [],
    credsStore: null,
    credHelpers: new Map(),
    warnings: [],
    serving: new Map(),
  };
}

/**
 * A file whose time stamp is this fresh may be written again within the same tick of the file system's
 * clock, with the same size: its stamp proves nothing yet.
 */
const RACY_NS = 50_000_000n;

type Stamp = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs' | 'ctimeNs'>;

/** Reads targets, and parses each again only when it has changed. */
export class Contents {
  readonly #cache = new Map<
    string,
    { stamp: Stamp; content: Content | null; problem: Failure | null }
  >();
  /** What was begun before a `clear` is not kept after it: its fingerprints compare with nothing any more. */
  #generation = 0;

  constructor(private readonly fingerprints: Fingerprints) {}

  /** Never rejects for what is wrong with the file: that is the reading's `problem`. */
  async read(location: Location): Promise<Reading> {
    const [found, unwritable] = await Promise.all([this.find(location), whyNotWritable(location)]);
    return { ...found, unwritable };
  }

  /** As `read`, for those who will not write. */
  async find(location: Location): Promise<Found> {
    const { path, format } = location;
    let stats: BigIntStats;
    try {
      stats = await stat(path, { bigint: true });
    } catch (error) {
      this.#cache.delete(path);
      if (isMissing(error)) return { exists: false, content: emptyContent(format), problem: null };
      return { exists: true, content: null, problem: ioFailure(error, path) };
    }
    const cached = this.#cache.get(path);
    if (cached !== undefined && isSame(cached.stamp, stats)) {
      return { exists: true, content: cached.content, problem: cached.problem };
    }
    const generation = this.#generation;
    const parsed = await this.#parse(location, stats);
    const ageNs = BigInt(Date.now()) * 1_000_000n - stats.mtimeNs;
    if (ageNs > RACY_NS && generation === this.#generation)
      this.#cache.set(path, { stamp: stats, ...parsed });
    else this.#cache.delete(path);
    return { exists: true, ...parsed };
  }

  /** Forgets what was read, and with it what it was compared by. */
  clear(): void {
    this.#generation++;
    this.#cache.clear();
  }

  async #parse(
    { path, format }: Location,
    stats: BigIntStats,
  ): Promise<{ content: Content | null; problem: Failure | null }> {
    try {
      // Reading a FIFO or a device might never end.
      if (!stats.isFile()) throw new Failure('FILE_NOT_REGULAR', { path });
      if (stats.size > BigInt(AUTH_FILE_BYTES_MAX)) throw new Failure('FILE_TOO_LARGE', { path });
      const document = parseAuthFile(await readFile(path), format, path);
      return { content: contentOf(document, this.fingerprints), problem: null };
    } catch (error) {
      const problem = error instanceof Failure ? error : ioFailure(error, path);
      return { content: null, problem };
    }
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return (
    a.ino === b.ino &&
    a.dev === b.dev &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}

/** A write replaces the file, so it is the directory that has to take a new one. */
async function whyNotWritable(location: Location): Promise<Failure | null> {
  const { path, base } = location;
  if (location.readOnly) return new Failure('FILE_READ_ONLY', { path, reason: 'legacy-format' });
  if (location.needsRoot) return new Failure('FILE_NOT_PERMITTED', { path, reason: 'needs-root' });
  try {
    if (base !== null) await access(base);
  } catch (error) {
    if (isMissing(error)) return new Failure('FILE_NO_DIRECTORY', { path, reason: 'missing' });
    return ioFailure(error, path);
  }
  try {
    const real = await realpath(path).catch(() => null);
    if (real === null && (await lstat(path).catch(() => null))?.isSymbolicLink()) {
      return new Failure('FILE_LINK_DANGLING', { path });
    }
    const directory = await nearestDirectory(dirname(real ?? path));
    await access(directory, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return ioFailure(error, path);
  }
}

async function nearestDirectory(directory: string): Promise<string> {
  try {
    await access(directory);
    return directory;
  } catch (error) {
    const above = dirname(directory);
    if (!isMissing(error) || above === directory) throw error;
    return nearestDirectory(above);
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function ioFailure(error: unknown, path: string): Failure {
  const failure = fileFailure(error, path);
  return failure instanceof Failure ? failure : new Failure('FILE_IO', { path }, { cause: error });
}
