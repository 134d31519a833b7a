import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../authfile/file-failure.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';

/** The name under which `credential-helpers` has the credential files themselves. */
export const AUTH_FILES = 'containers-auth.json';

/** Where containers/image looks for a credential: helpers by their suffix, and the files as `AUTH_FILES`. */
export type CredentialStores = readonly string[];

const DEFAULT: CredentialStores = [AUTH_FILES];

/**
 * What registries.conf says of credentials, as podman reads it. skopeo and buildah of before 2026 do not hear of the
 * variables, and take the user's or the system's file.
 *
 * @param etc where the system's configuration is
 * @throws FILE_MALFORMED, FILE_IO, FILE_NOT_PERMITTED: podman stops there, whatever is asked for
 * @see containers-registries.conf(5); containers/image pkg/sysregistriesv2 `newConfigWrapper`, `tryUpdatingCache`
 */
export async function credentialStores(host: Host, etc = '/etc'): Promise<CredentialStores> {
  return merged(await configurations(host, etc));
}

/**
 * The same for who only wants to know whether the files are asked: what cannot be read says nothing, and a
 * configuration that does not speak of credentials is not parsed.
 */
export function namedStores(host: Host, etc = '/etc'): Promise<CredentialStores> {
  const named = async () => {
    const read = await configurations(host, etc);
    return merged(read.filter(({ text }) => /credential-helpers/i.test(text)));
  };
  return storesOrFiles(named());
}

/** What cannot be read says nothing. */
export async function storesOrFiles(stores: Promise<CredentialStores>): Promise<CredentialStores> {
  try {
    return await stores;
  } catch (error) {
    if (error instanceof Failure) return DEFAULT;
    throw error;
  }
}

interface Configuration {
  readonly path: string;
  readonly text: string;
  /** It adds to another one, and has to be of the second format. */
  readonly isDropIn: boolean;
}

/** Each file of the configuration, in the order in which one replaces what another says. */
async function configurations({ env, home }: Host, etc: string): Promise<Configuration[]> {
  const system = join(etc, 'containers/registries.conf');
  // Not moved by XDG_CONFIG_HOME.
  const user = join(home, '.config/containers/registries.conf');
  const named = env.CONTAINERS_REGISTRIES_CONF ?? env.REGISTRIES_CONFIG_PATH;
  if (named) {
    const main = await configuration(named);
    if (main.length === 0) throw new Failure('FILE_IO', { path: named, errno: 'ENOENT' });
    return [...main, ...(await dropIns(system)), ...(await dropIns(user))];
  }
  // Asked for at the same time: nearly every machine has neither of the user's.
  const [usersMain, usersDropIns] = await Promise.all([configuration(user), dropIns(user)]);
  // A file of the user's own takes the place of all that the system says.
  if (usersMain.length > 0) return [...usersMain, ...usersDropIns];
  const [systemMain, systemDropIns] = await Promise.all([configuration(system), dropIns(system)]);
  return [...systemMain, ...systemDropIns, ...usersDropIns];
}

/** Empty where there is no such file. */
async function configuration(path: string, isDropIn = false): Promise<Configuration[]> {
  const text = await textOf(path);
  return text === null ? [] : [{ path, text, isDropIn }];
}

async function dropIns(main: string): Promise<Configuration[]> {
  const directory = `${main}.d`;
  const names = await namesIn(directory);
  const read = names.map((name) => configuration(join(directory, name), true));
  return (await Promise.all(read)).flat();
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw fileFailure(error, path);
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.conf'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw fileFailure(error, directory);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function merged(read: readonly Configuration[]): Promise<CredentialStores> {
  if (read.length === 0) return DEFAULT;
  const toml = await import('smol-toml');
  let stores: CredentialStores = [];
  for (const { path, text, isDropIn } of read) {
    let document: Record<string, unknown>;
    try {
      document = toml.parse(text);
    } catch (error) {
      if (!(error instanceof toml.TomlError)) throw error;
      const { line, column } = error;
      throw new Failure('FILE_MALFORMED', { path, line, column, reason: 'unexpected-character' });
    }
    const value = member(document, 'credential-helpers');
    if (isFirstFormat(document) && (isDropIn || value !== undefined)) {
      throw new Failure('FILE_MALFORMED', { path, field: 'registries', reason: 'wrong-type' });
    }
    if (value === undefined) continue;
    if (!Array.isArray(value) || value.some((name) => typeof name !== 'string')) {
      const field = 'credential-helpers';
      throw new Failure('FILE_MALFORMED', { path, field, reason: 'wrong-type' });
    }
    stores = value;
  }
  return stores.length === 0 ? DEFAULT : stores;
}

/** Go's decoder takes the name in any case where the exact one is not there. */
function member(table: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(table, name)) return table[name];
  const found = Object.keys(table).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : table[found];
}

/** Of before 2019, with `[registries.search]` and the like; the two formats do not mix. */
function isFirstFormat(document: Record<string, unknown>): boolean {
  const registries = member(document, 'registries');
  return (
    typeof registries === 'object' &&
    registries !== null &&
    Object.values(registries).some((section) => Array.isArray(section?.registries))
  );
}
