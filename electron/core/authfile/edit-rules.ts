import { DOCKER_HUB_KEY } from '../../../shared/registry.ts';
import type { TargetFormat } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';

/** What to do to one key of a credential file. */
export type Edit =
  | { readonly key: string; readonly set: { readonly username: string; readonly secret: Secret } }
  | { readonly key: string; readonly remove: true }
  /** The entry's value as JSON text, put in byte for byte: what a file once said. */
  | { readonly key: string; readonly restore: string };

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const NOT_IN_KEYS = /[\s\p{Cc}]/u;
const CONTROLS = /\p{Cc}/u;

/**
 * Whether the readers of a format find an entry under this key, and for the host it names alone.
 * @returns null where they do, else the word for why not
 * @see https://github.com/containers/image/blob/main/pkg/docker/config/config.go `validateKey`
 */
export function refusedKey(key: string, format: TargetFormat): string | null {
  if (key === '' || NOT_IN_KEYS.test(key)) return 'characters';
  if (key.length > 1024) return 'too-long';
  // What docker itself writes for Docker Hub: the one URL that is a key of its own.
  if (format === 'docker-config' && key === DOCKER_HUB_KEY) return null;
  if (SCHEME.test(key)) return 'scheme';
  if (key.includes('*') || key.includes('?')) return 'glob';
  if (key.includes('@')) return 'digest';
  const slash = key.indexOf('/');
  if (slash === -1) return null;
  // docker offers `host/org` to all of the host, so such a key would leak there.
  if (format === 'docker-config') return 'namespace';
  if (key.endsWith('/') || slash === 0 || key.includes('//')) return 'path';
  return key.slice(slash).includes(':') ? 'tag' : null;
}

/**
 * Refuses what could not be read back as it was meant. Removing takes any key that is there, and
 * restoring any that was.
 * @throws FILE_KEY_REFUSED, USERNAME_INVALID, SECRET_INVALID; FILE_MALFORMED for a text to restore that
 *   is no entry
 */
export function checkEdit(edit: Edit, format: TargetFormat): void {
  if ('restore' in edit) assertEntryText(edit.key, edit.restore);
  if (!('set' in edit)) return;
  const { username, secret } = edit.set;
  const reason = refusedKey(edit.key, format);
  if (reason !== null)
    throw new Failure('FILE_KEY_REFUSED', { key: edit.key.slice(0, 1024), reason });
  if (username === '') throw new Failure('USERNAME_INVALID', { reason: 'empty' });
  if (username.includes(':')) throw new Failure('USERNAME_INVALID', { reason: 'colon' });
  if (CONTROLS.test(username))
    throw new Failure('USERNAME_INVALID', { reason: 'control-character' });
  const text = secret.reveal();
  if (text === '') throw new Failure('SECRET_INVALID', { reason: 'empty' });
  if (CONTROLS.test(text)) throw new Failure('SECRET_INVALID', { reason: 'control-character' });
}

/** What is not one whole value would break out of its place in the file. */
function assertEntryText(key: string, text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && !Array.isArray(value)) return;
  throw new Failure('FILE_MALFORMED', { field: key.slice(0, 512), reason: 'wrong-type' });
}
