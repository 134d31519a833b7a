import { access, constants, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileFailure } from '../authfile/file-failure.ts';
import type { Host } from '../host.ts';
import { readAs } from './read.ts';
import { type LookupWorld, NEWEST_VERSIONS, type ToolVersions } from './world.ts';

export interface MachineOptions {
  readonly versions?: ToolVersions;
  readonly askHelper: LookupWorld['askHelper'];
}

/** The machine this process runs on, for one lookup: a file or a helper is asked once, then remembered. */
export function lookupOnMachine(host: Host, options: MachineOptions): LookupWorld {
  const asked = new Map<string, ReturnType<LookupWorld['askHelper']>>();
  return {
    host,
    workingDirectory: '/',
    versions: options.versions ?? NEWEST_VERSIONS,
    readFile: async (path, mode) => {
      try {
        return readAs(await readFile(path), mode, path);
      } catch (error) {
        if (isMissing(error)) return null;
        throw fileFailure(error, path);
      }
    },
    readText: (text, mode) => readAs(Buffer.from(text), mode),
    fileExists: async (path) => (await stat(path).catch(() => null))?.isFile() ?? false,
    directoryExists: async (path) => (await stat(path).catch(() => null))?.isDirectory() ?? false,
    hasProgram: (name) => hasProgram(host, name),
    askHelper: (suffix, server) => {
      const question = JSON.stringify([suffix, server]);
      const answer = asked.get(question) ?? options.askHelper(suffix, server);
      asked.set(question, answer);
      return answer;
    },
  };
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
