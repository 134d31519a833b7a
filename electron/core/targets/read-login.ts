import { readFile, stat } from 'node:fs/promises';
import type { AuthScope } from '../../../shared/auth-scope.ts';
import { checkShape } from '../../../shared/credential-shape.ts';
import { parseScope } from '../../../shared/registry.ts';
import { AUTH_FILE_BYTES_MAX, parseAuthFile } from '../authfile/codec.ts';
import type { HelperClient } from '../authfile/credential-helper.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import { governingHelper } from '../authfile/governing.ts';
import { hostOfKey, scopeOfKey } from '../authfile/keys.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import { shownKey } from './shown.ts';

/** Whom an entry logs in, and where. */
export interface FoundLogin extends AuthScope {
  readonly username: string;
  readonly secret: Secret;
}

/**
 * Reads what one entry of a target logs in with: from the file, or from the helper that the file leaves
 * an empty entry for.
 * @param key as it is shown
 * @throws ENTRY_UNKNOWN where there is no such entry; ENTRY_NOT_ADOPTABLE with the reason for one that
 *   is no user and secret of a registry or of a namespace that its readers tell apart; FILE_*, HELPER_*, CANCELLED
 */
export async function readLogin(
  { path, format }: Pick<Location, 'path' | 'format'>,
  key: string,
  helpers: (suffix: string) => HelperClient,
  signal?: AbortSignal,
): Promise<FoundLogin> {
  const document = parseAuthFile(await readWhole(path), format, path);
  const entry = document.entries.find((each) => shownKey(each.key) === key);
  if (entry === undefined) throw new Failure('ENTRY_UNKNOWN', { path, key });
  const refuse = (reason: string) => new Failure('ENTRY_NOT_ADOPTABLE', { path, key, reason });

  const scope = scopeOf(entry.key, format);
  if (scope === null) throw refuse('namespace');
  const helper = governingHelper(document, entry.key);
  const held =
    helper !== null && entry.problem === 'empty'
      ? await helpers(helper).get(entry.key, { signal })
      : entry;
  if (held === null) throw new Failure('ENTRY_UNKNOWN', { path, key });
  const { username, secret, identityToken } = held;
  if (identityToken) throw refuse('identity-token');
  if (username === null || secret === null) throw refuse(entry.problem ?? 'empty');
  const shape = {
    kind: 'other',
    registry: scope.registry,
    username,
    secret: secret.reveal(),
  } as const;
  const error = checkShape(shape).find(({ level }) => level === 'error');
  if (error !== undefined) throw refuse(error.code);
  return { ...scope, username, secret };
}

/** A host is taken as the file has it, whatever an image reference makes of it. */
function scopeOf(key: string, format: Location['format']): AuthScope | null {
  const registry = hostOfKey(key, format);
  if (registry !== null) return { registry };
  const scope = scopeOfKey(key, format);
  return scope === null ? null : parseScope(scope);
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    const stats = await stat(path);
    // Reading a FIFO or a device might never end.
    if (!stats.isFile()) throw new Failure('FILE_NOT_REGULAR', { path });
    if (stats.size > AUTH_FILE_BYTES_MAX) throw new Failure('FILE_TOO_LARGE', { path });
    return await readFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
}
