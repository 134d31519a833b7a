import type { Link } from '../../shared/links.ts';
import { Failure } from '../core/failure.ts';

/** The addresses that the app may open. The page names one by its word and never sends an address. */
const ADDRESSES: Readonly<Record<Link, string>> = {
  'red-hat-developer-program': 'https://developers.redhat.com/register',
  'red-hat-trial': 'https://access.redhat.com/products/red-hat-enterprise-linux/evaluation',
  'red-hat-service-accounts': 'https://access.redhat.com/terms-based-registry/',
  'red-hat-registry-authentication': 'https://access.redhat.com/RegistryAuthentication',
  'red-hat-support-case': 'https://access.redhat.com/support/cases/',
  'quay-robot-accounts': 'https://docs.quay.io/glossary/robot-accounts.html',
  'docker-hub-tokens': 'https://app.docker.com/settings/personal-access-tokens',
  'github-tokens': 'https://github.com/settings/tokens',
};

/** The hosts of the list above. An address that would leave them is not opened, whatever the list says. */
const HOSTS: ReadonlySet<string> = new Set([
  'developers.redhat.com',
  'access.redhat.com',
  'docs.quay.io',
  'app.docker.com',
  'github.com',
]);

/**
 * Opens one of the listed pages in the system browser.
 *
 * @param open hands a URL to the desktop (`shell.openExternal`)
 * @param account the name of a service account: its own page of `red-hat-service-accounts`
 * @throws Failure LINK_REFUSED for anything but an https address on a listed host
 */
export async function openLink(
  link: Link,
  open: (url: string) => Promise<void>,
  account?: string,
): Promise<void> {
  const listed = Object.hasOwn(ADDRESSES, link) ? ADDRESSES[link] : undefined;
  const address =
    listed !== undefined && account !== undefined && link === 'red-hat-service-accounts'
      ? `${listed}token/${encodeURIComponent(account)}`
      : listed;
  if (address === undefined || !isListed(address)) throw new Failure('LINK_REFUSED');
  await open(address);
}

/** Whether an address is https, on a listed host, on its default port and names no user. */
export function isListed(address: string): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  return (
    url.protocol === 'https:' &&
    HOSTS.has(url.host) &&
    url.username === '' &&
    url.password === '' &&
    url.href === address
  );
}
