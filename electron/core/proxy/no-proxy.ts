import { BlockList, isIP, SocketAddress } from 'node:net';
import { domainToASCII } from 'node:url';

/** Why a host is reached directly although a proxy is set. */
export type Exemption =
  | { readonly rule: 'localhost' | 'loopback' }
  /** `entry` as it is written in NO_PROXY. */
  | { readonly rule: 'no-proxy'; readonly entry: string };

export interface ProxyTarget {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Says whether one entry of NO_PROXY is about a host. */
type Matcher = (target: ProxyTarget & { readonly address: string | null }) => boolean;

/**
 * Whether a host is exempt from the proxy, by the rules that podman, skopeo, buildah and docker have from Go:
 * `localhost` and loopback addresses always; entries are separated by commas alone and are `*`, an address, a
 * network in CIDR form, a domain (`example.com`, with its subdomains) or its subdomains only (`.example.com`,
 * `*.example.com`); all but networks may end in a port. Null: it goes through the proxy.
 *
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function exemptionOf(noProxy: string, { host, port }: ProxyTarget): Exemption | null {
  // Compared as it is written, as in Go: LOCALHOST is a name like any other.
  if (host === 'localhost') return { rule: 'localhost' };
  const address = ipOf(host);
  if (address !== null && isLoopback(address)) return { rule: 'loopback' };
  const target = { host: host.toLowerCase().trim(), port, address };
  const entries = noProxy.split(',').map((each) => each.trim());
  // Wherever it stands, it makes the others meaningless.
  const all = entries.find((entry) => entry === '*');
  if (all !== undefined) return { rule: 'no-proxy', entry: all };
  const entry = entries.find((each) => matcherOf(each.toLowerCase())?.(target));
  return entry === undefined ? null : { rule: 'no-proxy', entry };
}

/** Null for an entry that says nothing. */
function matcherOf(entry: string): Matcher | null {
  const network = networkOf(entry);
  if (network !== null) return ({ address }) => address !== null && contains(network, address);
  const { host, port } = splitPort(entry);
  if (host === '') return null;
  const isPort = (asked: number) => port === '' || port === String(asked);
  const literal = ipOf(host);
  if (literal !== null) return ({ address, port: asked }) => address === literal && isPort(asked);
  const written = host.startsWith('*.') ? host.slice(1) : host;
  const isDomainToo = !written.startsWith('.');
  const domain = isDomainToo ? written : written.slice(1);
  const ascii = /[^\p{ASCII}]/u.test(domain) ? domainToASCII(domain) || domain : domain;
  return ({ host: asked, port: askedPort }) =>
    (asked.endsWith(`.${ascii}`) || (isDomainToo && asked === ascii)) && isPort(askedPort);
}

/** As Go's `net.SplitHostPort`: without a port, or with one colon too many, all of it is the host. */
function splitPort(entry: string): { host: string; port: string } {
  const split = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^[\]:]*)$/.exec(entry);
  if (split === null) return { host: entry, port: '' };
  const [, bracketed, plain = '', port = ''] = split;
  return { host: bracketed ?? plain, port };
}

function networkOf(entry: string): BlockList | null {
  const [, network = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(network);
  if (family === 0 || network.includes('%') || Number(prefix) > (family === 4 ? 32 : 128)) {
    return null;
  }
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), `ipv${family === 4 ? 4 : 6}`);
  return list;
}

function contains(network: BlockList, address: string): boolean {
  return network.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/** An address in one spelling, a mapped one as the IPv4 address that it is; null for a name. */
function ipOf(text: string): string | null {
  const family = isIP(text);
  if (family === 0) return null;
  if (family === 4) return text;
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  return mapped ?? address;
}

function isLoopback(address: string): boolean {
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1';
}
