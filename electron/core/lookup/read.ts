import type { TargetFormat } from '../../../shared/target.ts';
import { parseAuthFile } from '../authfile/codec.ts';
import type { AuthEntry } from '../authfile/entry-value.ts';
import { Failure } from '../failure.ts';
import type { ReadEntry, ReadFile, ReadMode } from './world.ts';

/**
 * A credential file as one consumer reads it, whatever the file is called: podman reads a docker
 * config by its own rules, and the kubelet has rules that nobody else has.
 * @param path only named in errors
 * @throws FILE_MALFORMED, FILE_TOO_LARGE
 */
export function readAs(bytes: Uint8Array, mode: ReadMode, path?: string): ReadFile {
  if (mode === 'kubelet') return readAsKubelet(bytes, path);
  const format = FORMATS[mode];
  const document = parseAuthFile(bytes, format, path);
  const lenient = mode === 'docker' ? document : leniently(bytes, format);
  const plain = new Map(lenient?.entries.map((entry) => [entry.key, entry]));
  const entries = document.entries.map((entry) => toReadEntry(entry, plain.get(entry.key)));
  return {
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    credsStore: mode === 'docker' ? document.credsStore : null,
    credHelpers: document.credHelpers,
  };
}

const FORMATS = {
  containers: 'containers-auth',
  docker: 'docker-config',
  legacy: 'legacy-dockercfg',
} as const satisfies Record<Exclude<ReadMode, 'kubelet'>, TargetFormat>;

/** What docker would see in the members that the strict reader passes over: to say why they do not count. */
function leniently(bytes: Uint8Array, format: TargetFormat) {
  return format === 'containers-auth' ? parseAuthFile(bytes, 'docker-config') : null;
}

function toReadEntry(entry: AuthEntry, plain: AuthEntry | undefined): ReadEntry {
  const auth = authState(entry);
  const isAbsent = auth === 'absent';
  return {
    key: entry.key,
    auth,
    username: isAbsent ? null : entry.problem === 'empty-username' ? '' : entry.username,
    identityToken: entry.identityToken || (isAbsent && (plain?.identityToken ?? false)),
    hasSecret: entry.secret !== null,
    plainUsername: isAbsent ? (plain?.username ?? null) : null,
  };
}

function authState(entry: AuthEntry): ReadEntry['auth'] {
  switch (entry.problem) {
    case 'empty':
    case 'ignored-members':
      return 'absent';
    case 'bad-base64':
    case 'no-colon':
      return entry.problem;
    default:
      // Go takes any bytes for a name or a password, valid UTF-8 or not.
      return entry.username === null && entry.problem === null ? 'absent' : 'ok';
  }
}

/**
 * The kubelet takes padded and unpadded base64 and the plain members, and drops a file in which one
 * `auth` does not decode.
 * @see kubernetes/kubernetes pkg/credentialprovider/config.go
 */
function readAsKubelet(bytes: Uint8Array, path: string | undefined): ReadFile {
  const document = parseAuthFile(bytes, 'docker-config', path);
  const raw = rawAuths(bytes);
  const entries = document.entries.map((entry): ReadEntry => {
    const text = raw.get(entry.key)?.auth;
    if (typeof text === 'string' && text !== '') {
      const username = decodeLoosely(text);
      if (username === null) {
        throw new Failure('FILE_MALFORMED', {
          ...(path === undefined ? {} : { path }),
          field: `auths.${entry.key}.auth`.slice(0, 512),
          reason: 'bad-auth',
        });
      }
      return {
        ...toReadEntry(entry, entry),
        auth: 'ok',
        username,
        identityToken: false,
        hasSecret: true,
      };
    }
    return {
      ...toReadEntry(entry, entry),
      auth: 'absent',
      username: null,
      plainUsername: entry.username,
    };
  });
  return {
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    credsStore: null,
    credHelpers: new Map(),
  };
}

/** Only reached for a file that the strict reader has accepted, so that its shape is known. */
function rawAuths(bytes: Uint8Array): ReadonlyMap<string, { auth?: unknown }> {
  const text = new TextDecoder().decode(bytes);
  try {
    const parsed = JSON.parse(text) as { auths?: Record<string, { auth?: unknown } | null> } | null;
    return new Map(Object.entries(parsed?.auths ?? {}).map(([key, value]) => [key, value ?? {}]));
  } catch {
    // docker's reader passes over what follows the first value; the kubelet does not get this far.
    throw new Failure('FILE_MALFORMED', { reason: 'trailing-data' });
  }
}

function decodeLoosely(text: string): string | null {
  const bare = text.replaceAll(/[\r\n]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.replace(/=+$/, '').length % 4 === 1) return null;
  if (bare.endsWith('=') && bare.length % 4 !== 0) return null;
  const decoded = Buffer.from(bare, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? null : decoded.slice(0, colon);
}
