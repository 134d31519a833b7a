import { Failure } from '../../../electron/core/failure.ts';
import { readAs } from '../../../electron/core/lookup/read.ts';
import { type LookupWorld, NEWEST_VERSIONS } from '../../../electron/core/lookup/world.ts';

/** A machine made of plain data. Paths in `files` are absolute; `helpers` is suffix -> server -> user name. */
export interface PaperMachine {
  readonly files?: Record<string, unknown>;
  readonly env?: Record<string, string>;
  readonly platform?: LookupWorld['host']['platform'];
  readonly home?: string;
  readonly helpers?: Record<string, Record<string, string>>;
  readonly programs?: readonly string[];
  readonly directories?: readonly string[];
  /** What registries.conf names. */
  readonly stores?: readonly string[];
}

/** An entry of a file that logs in as this user. */
export function login(user: string): { auth: string } {
  return { auth: Buffer.from(`${user}:secret`).toString('base64') };
}

export function paperWorld(machine: PaperMachine): LookupWorld {
  const files = machine.files ?? {};
  const { home = '/home/ada', platform = 'linux' } = machine;
  return {
    host: { env: machine.env ?? {}, home, uid: 1000, platform },
    workingDirectory: '/srv/node',
    versions: NEWEST_VERSIONS,
    async readFile(path, mode) {
      const content = files[path];
      if (content === undefined) return null;
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return readAs(Buffer.from(text), mode, path);
    },
    readText: (text, mode) => readAs(Buffer.from(text), mode),
    fileExists: async (path) => path in files,
    directoryExists: async (path) => machine.directories?.includes(path) ?? true,
    credentialStores: async () => machine.stores ?? ['containers-auth.json'],
    hasProgram: async (name) => machine.programs?.includes(name) ?? false,
    async askHelper(suffix, server) {
      const helper = machine.helpers?.[suffix];
      if (helper === undefined) throw new Failure('HELPER_MISSING', { helper: suffix });
      const username = helper[server];
      return username === undefined ? null : { username, identityToken: false };
    },
  };
}
