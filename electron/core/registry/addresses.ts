import { BlockList, isIP } from 'node:net';

/**
 * Where an address leads. `special` is what no token server has: unspecified, multicast, reserved, and
 * the IPv6 forms that wrap an IPv4 address (mapped, NAT64, 6to4), which exist here to get past a check.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'link-local' | 'special';

const RANGES: readonly (readonly [Exclude<AddressClass, 'public'>, readonly string[]])[] = [
  [
    'special',
    [
      '0.0.0.0/8',
      '192.0.0.0/24',
      '224.0.0.0/3',
      '::/128',
      '::ffff:0:0/96',
      '64:ff9b::/96',
      '64:ff9b:1::/48',
      '2002::/16',
      'fec0::/10',
      'ff00::/8',
    ],
  ],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']],
];

const CLASSES = RANGES.map(([name, ranges]) => ({
  name,
  v4: listOf(ranges, 4),
  v6: listOf(ranges, 6),
}));

/** One list for each family: Node compares a mapped IPv6 address with the IPv4 ranges of its list too. */
function listOf(ranges: readonly string[], family: 4 | 6): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    if (isIP(network) === family) list.addSubnet(network, Number(prefix), `ipv${family}`);
  }
  return list;
}

/** @param address an IP address as a socket reports it, without brackets */
export function classOfAddress(address: string): AddressClass {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 0) return 'special';
  for (const { name, v4, v6 } of CLASSES) {
    if (family === 4 ? v4.check(bare, 'ipv4') : v6.check(bare, 'ipv6')) return name;
  }
  return 'public';
}

/**
 * Whether a credential for a registry at `registryAddress` may go to `address`. A public one always;
 * a loopback or private one only if the registry itself is in such a place, so that nothing outside
 * can point the app at this machine or its network; anything else only if it is the very same.
 */
export function mayReceive(address: string, registryAddress: string): boolean {
  if (address === registryAddress) return true;
  const name = classOfAddress(address);
  if (name === 'public') return true;
  return (name === 'loopback' || name === 'private') && classOfAddress(registryAddress) === name;
}
