import { startDaemon } from './tools-process.ts';

export interface DnsServerOptions {
  /** Addresses by name; what is not in it does not exist. */
  readonly records?: Readonly<Record<string, readonly string[]>>;
  /** Every other name leads there. */
  readonly everything?: readonly string[];
  /** Says of every other name that it will not answer. */
  readonly refuses?: boolean;
}

/** Debian's dnsmasq on port 53 of an address, that knows these names and asks nobody. */
export async function startDnsServer(
  address: string,
  { records = {}, everything = [], refuses = false }: DnsServerOptions,
): Promise<{ close(): Promise<void> }> {
  const hosts = Object.entries(records).map(
    ([name, addresses]) => `--host-record=${[name, ...addresses].join(',')}`,
  );
  const rest =
    everything.length > 0
      ? everything.map((each) => `--address=/#/${each}`)
      : refuses
        ? []
        : ['--address=/#/'];
  const daemon = await startDaemon(
    'dnsmasq',
    [
      ...[
        '--keep-in-foreground',
        '--conf-file=/dev/null',
        '--log-facility=-',
        '--no-resolv',
        '--no-hosts',
      ],
      ...[
        '--user=root',
        '--pid-file=',
        '--bind-interfaces',
        '--cache-size=0',
        '--except-interface=none',
      ],
      `--listen-address=${address}`,
      ...hosts,
      ...rest,
    ],
    /started, version/,
  );
  return { close: () => daemon.stop(0) };
}
