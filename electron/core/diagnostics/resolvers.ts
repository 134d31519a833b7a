import { promises as dns } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';

/** What the system is told about names. */
export interface ResolverSettings {
  /** Addresses, with a port where it is not 53. */
  readonly servers: readonly string[];
  readonly search: readonly string[];
}

/** An answer of one name server about one kind of record. */
export interface ServerAnswer {
  readonly server: string;
  readonly name: string;
  readonly family: 4 | 6;
  readonly addresses: readonly string[];
  /** c-ares's code; null where it answered, `ENODATA` too: the name is there without such a record. */
  readonly problem: string | null;
}

/** glibc looks no further either. */
const MAX_SERVERS = 3;
const QUERY_MS = 1_500;

/** @see resolv.conf(5) */
export function resolverSettings(etc: string): ResolverSettings {
  const text = textOf(join(etc, 'resolv.conf'));
  let search: readonly string[] = [];
  for (const line of text.split('\n')) {
    const [word, ...rest] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    // The last one counts.
    if (word === 'search' || word === 'domain') search = rest;
  }
  return { servers: new dns.Resolver().getServers().slice(0, MAX_SERVERS), search };
}

/** The addresses that the hosts file has for a name. @see hosts(5) */
export function hostsFileAddresses(name: string, etc: string): readonly string[] {
  return textOf(join(etc, 'hosts'))
    .split('\n')
    .flatMap((line) => {
      const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
      const isIt = names.some((each) => each.toLowerCase() === name.toLowerCase());
      return isIt && isIP(address) !== 0 ? [address] : [];
    });
}

/** Two small files without which nothing runs: to ask a thread for them takes ten times as long as to read them. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Asks each server for A and AAAA of exactly this name: no hosts file, no search domain. The threads that
 * getaddrinfo waits in are few, and a server that is silent would hold them: these questions need none.
 */
export async function askServers(
  name: string,
  servers: readonly string[],
  signal: AbortSignal,
): Promise<readonly ServerAnswer[]> {
  const asked = await Promise.all(servers.map((server) => ask(name, server, signal)));
  return asked.flat();
}

async function ask(
  name: string,
  server: string,
  signal: AbortSignal,
): Promise<readonly ServerAnswer[]> {
  const resolver = new dns.Resolver({ timeout: QUERY_MS, tries: 1 });
  resolver.setServers([server]);
  const stop = () => resolver.cancel();
  signal.addEventListener('abort', stop, { once: true });
  // c-ares waits longer than it is told to where the server is on a network that is not there.
  const timer = setTimeout(stop, QUERY_MS + 250);
  const answer = async (
    family: 4 | 6,
    asked: Promise<readonly string[]>,
  ): Promise<ServerAnswer> => {
    try {
      return { server, name, family, addresses: await asked, problem: null };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
      return { server, name, family, addresses: [], problem: code === 'ENODATA' ? null : code };
    }
  };
  const asked = [answer(4, resolver.resolve4(name)), answer(6, resolver.resolve6(name))];
  const answers = await Promise.all(asked);
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  return answers;
}
