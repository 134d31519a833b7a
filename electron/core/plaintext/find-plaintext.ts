import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { PlaintextFile } from '../../../shared/plaintext.ts';
import type { Location } from '../authfile/locations.ts';
import { look } from '../doctor/look.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Findings, Found } from '../importing/found.ts';
import { type Suspect, suspects } from './suspects.ts';

/** What a credential is written in takes no more than this; a history of a shell may. */
const FILE_BYTES_MAX = 1024 * 1024;
const HISTORY_BYTES_MAX = 8 * 1024 * 1024;
/** A text without any of these holds no credential that can be told from others. */
const HINT = /"auths?"|dockercfg|dockerconfigjson|\blogin\b|--docker-password/;
/** A line of a history that may have a secret in it: the secret is an argument, or comes from an echo. */
const COMMAND = /\b(?:login|docker-registry)\b.*(?:-p|--password|--docker-password)\b/;

export interface FindPlaintextDeps {
  readonly host: Host;
  readonly places: readonly Location[];
  /** Finds credentials in a text. @throws IMPORT_* where there are none */
  readonly read: (bytes: Uint8Array) => Promise<Findings>;
}

/**
 * Every file within reach that holds credentials readable without a key: where tools read them, copies of
 * those, downloads and histories of shells. Reads alone.
 * @throws CANCELLED
 */
export async function findPlaintext(
  { host, places, read }: FindPlaintextDeps,
  signal: AbortSignal,
): Promise<{ files: PlaintextFile[]; looked: number }> {
  const files: PlaintextFile[] = [];
  const others = await suspects(host, places);
  for (const place of places) {
    signal.throwIfAborted();
    const file = await inPlace(place, host);
    if (file !== null) files.push(file);
  }
  for (const suspect of others) {
    signal.throwIfAborted();
    const file = await inSuspect(suspect, host, read);
    if (file !== null) files.push(file);
  }
  return { files, looked: places.length + others.length };
}

async function inPlace(location: Location, host: Host): Promise<PlaintextFile | null> {
  const { file, document } = await look(location);
  const readable = document?.entries.filter(({ secret }) => secret !== null) ?? [];
  if (file === null || readable.length === 0) return null;
  return {
    path: location.path,
    role: 'target',
    targetId: location.id,
    source: null,
    ...rightsOf(file.info, host),
    logins: readable.map(({ key, username }) => ({ registry: key, username })),
  };
}

async function inSuspect(
  suspect: Suspect,
  host: Host,
  read: FindPlaintextDeps['read'],
): Promise<PlaintextFile | null> {
  const { path, role } = suspect;
  const seen = await textOf(suspect);
  if (seen === null || !HINT.test(seen.text)) return null;
  const text = role === 'history' ? commandsIn(seen.text) : seen.text;
  if (text === '') return null;
  try {
    const { source, found } = await read(Buffer.from(text));
    const held = found.filter(({ secret }: Found) => secret !== null);
    if (held.length === 0) return null;
    const logins = held.map(({ registry, username }) => ({ registry, username }));
    return { path, role, targetId: null, source, ...rightsOf(seen.info, host), logins };
  } catch (error) {
    if (error instanceof Failure && error.code.startsWith('IMPORT_')) return null;
    throw error;
  }
}

/** Null for what is no regular file, too large, or not to be read. */
async function textOf({ path, role }: Suspect): Promise<{ text: string; info: Stats } | null> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const info = await handle.stat();
      const most = role === 'history' ? HISTORY_BYTES_MAX : FILE_BYTES_MAX;
      if (!info.isFile() || info.size > most) return null;
      return { text: await handle.readFile('utf8'), info };
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** The lines that may log in with a secret, without what histories put before a command. */
function commandsIn(history: string): string {
  return history
    .split('\n')
    .filter((line) => COMMAND.test(line))
    .map((line) => line.replace(/^: \d+:\d+;|^- cmd: /, ''))
    .join('\n');
}

function rightsOf(
  { mode, uid }: Stats,
  host: Host,
): Pick<PlaintextFile, 'mode' | 'owner' | 'readableBy'> {
  const everyone = (mode & 0o004) !== 0;
  const group = (mode & 0o040) !== 0;
  return {
    mode: `0${(mode & 0o777).toString(8).padStart(3, '0')}`,
    owner: uid === host.uid ? 'user' : uid === 0 ? 'root' : 'other',
    readableBy: everyone ? 'everyone' : group ? 'group' : 'owner',
  };
}
