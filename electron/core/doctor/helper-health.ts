import { lstat, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { createHelperClient } from '../authfile/credential-helper.ts';
import { findHelper } from '../authfile/helper-process.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';

/** What a helper answers to a question that changes nothing. */
export type HelperHealth =
  /** `servers`: server -> user name; null where it answers for a server but lists none. */
  | { readonly state: 'works'; readonly servers: ReadonlyMap<string, string> | null }
  /** `link`: its program is a link that leads to nothing any more. */
  | { readonly state: 'missing'; readonly link: string | null }
  | { readonly state: 'failing'; readonly reason: string }
  | { readonly state: 'hanging'; readonly limitMs: number }
  /** It would have shown a prompt. */
  | { readonly state: 'not-asked' };

/** What one question to a helper may take. */
export const HELPER_LIMIT_MS = 5_000;

/**
 * Asks a helper what it holds. One that cannot list (some cloud registries' helpers) is asked for a
 * server that it is there for.
 * @param server null where none is known
 * @throws CANCELLED
 */
export async function examineHelper(
  suffix: string,
  server: string | null,
  host: Host,
  signal: AbortSignal,
): Promise<HelperHealth> {
  if ((await findHelper(suffix, host)) === null) {
    return { state: 'missing', link: await danglingProgram(suffix, host) };
  }
  const client = createHelperClient(suffix, host);
  const options = { signal, limitMs: HELPER_LIMIT_MS };
  try {
    const servers = await client.list(options);
    if (suffix === 'pass' && !(await isPassReady(host))) {
      return { state: 'failing', reason: 'pass not initialized' };
    }
    return { state: 'works', servers };
  } catch (error) {
    const failing = healthOf(error);
    if (failing.state !== 'failing' || server === null) return failing;
    try {
      await client.get(server, options);
      return { state: 'works', servers: null };
    } catch (again) {
      return healthOf(again);
    }
  }
}

function healthOf(error: unknown): HelperHealth {
  if (!(error instanceof Failure) || error.code === 'CANCELLED') throw error;
  if (error.code === 'HELPER_TIMED_OUT') return { state: 'hanging', limitMs: HELPER_LIMIT_MS };
  if (error.code === 'HELPER_MISSING') return { state: 'missing', link: null };
  return { state: 'failing', reason: error.context.reason ?? error.code };
}

/** Without a key pass lists nothing, contentedly, and fails when something is to be stored. */
async function isPassReady({ env, home }: Host): Promise<boolean> {
  const store = env.PASSWORD_STORE_DIR ?? join(home, '.password-store');
  return (await stat(join(store, '.gpg-id')).catch(() => null)) !== null;
}

async function danglingProgram(suffix: string, host: Host): Promise<string | null> {
  if (!/^[\w.-]+$/.test(suffix)) return null;
  const name = `docker-credential-${suffix}${host.platform === 'win32' ? '.exe' : ''}`;
  for (const directory of (host.env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(directory)) continue;
    const path = join(directory, name);
    const isLink = (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
    if (isLink && (await stat(path).catch(() => null)) === null) return path;
  }
  return null;
}
