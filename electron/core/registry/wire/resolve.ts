import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type Within, within } from './within.ts';

export interface ResolveOptions extends Within {
  /** 4 asks for A records, 6 for AAAA, 0 for both. */
  readonly family: 0 | 4 | 6;
  /** The resolver; another one in tests. Default: getaddrinfo, with the system's hosts file and search domains. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * The addresses of a name, in the order in which the system would try them. An address is its own answer.
 *
 * @param host a name, or an IP address without brackets
 * @throws TimedOut, the signal's reason, or an error with the resolver's code (`ENOTFOUND`, `EAI_AGAIN` ...)
 * @see https://www.rfc-editor.org/rfc/rfc3493#section-6.1
 */
export function resolveHost(
  host: string,
  { family, lookup: resolver = lookup, ...limits }: ResolveOptions,
): Promise<readonly string[]> {
  return within(
    limits,
    () =>
      new Promise((resolve, reject) => {
        resolver(host, { all: true, family }, (error, found) => {
          if (error) reject(error);
          else resolve(typeof found === 'string' ? [found] : found.map(({ address }) => address));
        });
      }),
  );
}
