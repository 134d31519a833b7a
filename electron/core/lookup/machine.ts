import { access, constants, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createHelperClient } from '../authfile/credential-helper.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import type { Host } from '../host.ts';
import { readAs } from './read.ts';
import { type CredentialStores, credentialStores } from './registries-conf.ts';
import {
  type HelperAnswer,
  type LookupWorld,
  NEWEST_VERSIONS,
  type ToolVersions,
} from './world.ts';

export interface MachineOptions {
  readonly signal?: AbortSignal | undefined;
  /** What registries.conf says, where it is read already. */
  readonly stores?: Promise<CredentialStores> | undefined;
}

/** The machine this process runs on, for one lookup: a file or a helper is asked once, then remembered. */
export function lookupOnMachine(
  host: Host,
  versions: ToolVersions = NEWEST_VERSIONS,
  { signal, stores: known }: MachineOptions = {},
): LookupWorld {
  let stores = known;
  const asked = new Map<string, ReturnType<LookupWorld['askHelper']>>();
  const bytes = onceEach((path) => readFile(path));
  const stats = onceEach((path) => stat(path).catch(() => null));
  const programs = onceEach((name) => hasProgram(host, name));
  return {
    host,
    workingDirectory: '/',
    versions,
    readFile: async (path, mode) => {
      try {
        return readAs(await bytes(path), mode, path);
      } catch (error) {
        if (isMissing(error)) return null;
        throw fileFailure(error, path);
      }
    },
    readText: (text, mode) => readAs(Buffer.from(text), mode),
    fileExists: async (path) => (await stats(path))?.isFile() ?? false,
    directoryExists: async (path) => (await stats(path))?.isDirectory() ?? false,
    hasProgram: programs,
    credentialStores: () => {
      stores ??= credentialStores(host);
      return stores;
    },
    askHelper: (suffix, server) => {
      const question = JSON.stringify([suffix, server]);
      const answer = asked.get(question) ?? askHelper(host, suffix, server, signal);
      asked.set(question, answer);
      return answer;
    },
  };
}

/** Every kind of tool looks at much the same places. */
function onceEach<T>(look: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const answer = known.get(name) ?? look(name);
    known.set(name, answer);
    return answer;
  };
}

/** A helper that hangs is the tools' trouble, and not ours: they wait, we do not. */
const HELPER_LIMIT_MS = 5_000;

async function askHelper(
  host: Host,
  suffix: string,
  server: string,
  signal: AbortSignal | undefined,
): Promise<HelperAnswer | null> {
  const held = await createHelperClient(suffix, host).get(server, {
    signal,
    limitMs: HELPER_LIMIT_MS,
  });
  return held && { username: held.username, identityToken: held.identityToken };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function hasProgram(host: Host, name: string): Promise<boolean> {
  for (const directory of (host.env.PATH ?? '').split(delimiter)) {
    if (directory === '') continue;
    const found = await access(join(directory, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
