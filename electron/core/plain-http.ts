import type { CredentialMeta } from '../../shared/credential.ts';
import { parseHostAndPort } from '../../shared/host-name.ts';
import type { DesktopSide } from './desktop-side.ts';
import { Failure } from './failure.ts';
import { classOfAddress } from './registry/addresses.ts';
import type { CredentialIndex } from './vault/index.ts';

/**
 * Whether the user said of this very login that its registry speaks plain HTTP. What was said of another
 * user's login there says nothing about this one: its secret would go in clear unasked.
 */
export function isMarkedPlainHttp(
  stored: readonly Pick<CredentialMeta, 'registry' | 'username' | 'plainHttp'>[],
  login: { readonly registry: string; readonly username: string },
): boolean {
  return stored.some(
    ({ registry, username, plainHttp }) =>
      plainHttp && registry === login.registry && username === login.username,
  );
}

/** The loopback address that a registry is named by; null for any other name. */
export function loopbackOf(registry: string): string | null {
  const parsed = parseHostAndPort(registry);
  if (!parsed.ok) return null;
  const bare = parsed.host.replace(/^\[|\]$/g, '');
  const address = bare === 'localhost' ? '127.0.0.1' : bare;
  return classOfAddress(address) === 'loopback' ? address : null;
}

/**
 * Has the user agree to send logins to a registry in clear, in a window of main's own: a page that was taken
 * over would mark a registry so, and read on the way what is stored for it. Not asked about this very machine,
 * nor twice about a registry.
 *
 * @throws CANCELLED, INDEX_UNREADABLE
 */
export async function agreeToPlainHttp(
  registry: string,
  {
    index,
    desktop,
  }: {
    readonly index: Pick<CredentialIndex, 'list'>;
    readonly desktop: Pick<DesktopSide, 'agree'>;
  },
): Promise<void> {
  if (loopbackOf(registry) !== null) return;
  if (index.list().some((meta) => meta.registry === registry && meta.plainHttp)) return;
  if (!(await desktop.agree({ to: 'plain-http', registry }))) throw new Failure('CANCELLED');
}
