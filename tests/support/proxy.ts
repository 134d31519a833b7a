import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unusedAuthority } from './hostile-server.ts';
import type { Certificate } from './tls.ts';
import { runOk, startDaemon } from './tools-process.ts';

export interface ProxyAccount {
  readonly username: string;
  readonly password: string;
}

export interface ProxyOptions {
  /** Asks for Basic authentication, and takes this. Default: everybody may. */
  readonly account?: ProxyAccount;
  /** Hosts (`name` or an address) that CONNECT and GET are refused to with 403. */
  readonly blocked?: readonly string[];
  /** Names that it alone can resolve: address by name. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Speaks TLS with its clients. */
  readonly certificate?: Certificate;
}

export interface ProxyServer {
  /** `http://127.0.0.1:port` or `https://127.0.0.1:port` */
  readonly url: string;
  /** `127.0.0.1:port` */
  readonly host: string;
  /** Every request that ended so far: `CONNECT registry.example:443 200` ... */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const AUTHENTICATE = '/usr/lib/squid/basic_ncsa_auth';
const USER = 'proxy';

/** Debian's squid on an ephemeral port of 127.0.0.1, with a configuration, log and caches of its own. */
export async function startProxy({
  account,
  blocked = [],
  hosts = {},
  certificate,
}: ProxyOptions = {}): Promise<ProxyServer> {
  const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-proxy-'));
  const path = (name: string) => join(directory, name);
  await mkdir(path('logs'));
  if (account !== undefined) {
    const line = await runOk('htpasswd', ['-niB', '-C', '5', account.username], {
      input: account.password,
    });
    await writeFile(path('users'), line);
  }
  if (certificate !== undefined) {
    await writeFile(path('server.pem'), `${certificate.cert}${certificate.key}`);
  }
  // It takes no port 0.
  const host = await unusedAuthority();
  const listen =
    certificate === undefined
      ? `http_port ${host}`
      : `https_port ${host} tls-cert=${path('server.pem')}`;
  const known = Object.entries(hosts).map(([name, address]) => `${address} ${name}\n`);
  await writeFile(path('hosts'), known.join(''));
  const lines = [
    listen,
    `logformat plain %rm %ru %>Hs`,
    `access_log stdio:${path('logs/access.log')} logformat=plain`,
    'buffered_logs off',
    `cache_log ${path('logs/cache.log')}`,
    `hosts_file ${path('hosts')}`,
    'cache deny all',
    'cache_mem 0',
    'pinger_enable off',
    'pid_filename none',
    'shutdown_lifetime 0 seconds',
    'client_idle_pconn_timeout 1 minute',
    'visible_hostname proxy.test',
    ...(account === undefined
      ? []
      : [
          `auth_param basic program ${AUTHENTICATE} ${path('users')}`,
          'auth_param basic realm test',
          'acl known proxy_auth REQUIRED',
          'http_access deny !known',
        ]),
    ...(blocked.length === 0
      ? []
      : [`acl blocked dstdomain -n ${blocked.join(' ')}`, 'http_access deny blocked']),
    'http_access allow all',
  ];
  await writeFile(path('squid.conf'), `${lines.join('\n')}\n`);
  // Started by root it becomes another user, which has to write its logs.
  await runOk('chown', ['-R', USER, directory]);
  const daemon = await startDaemon(
    '/usr/sbin/squid',
    ['-N', '-d', '1', '-f', path('squid.conf')],
    /Accepting .*connections at/,
  );
  // It says so a moment before it does.
  while (!(await accepts(host)));
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://${host}`,
    host,
    async requests() {
      // What is logged comes in order: behind a request of our own everything before it is there.
      const end = `http://end.invalid/${randomUUID()}`;
      await request(host, end, certificate !== undefined);
      for (;;) {
        const text = await readFile(path('logs/access.log'), 'utf8');
        const lines = text.split('\n');
        // A connection without a request is none.
        const requests = lines.filter((line) => line !== '' && !line.startsWith('- '));
        if (text.includes(end)) return requests.filter((line) => !line.includes('//end.invalid/'));
      }
    },
    async close() {
      // It would wait for its clients for two seconds; there is nothing that it could lose.
      await daemon.stop(0);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function accepts(host: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${host}`);
  const socket = connect(Number(port), hostname);
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

/** Asks the proxy for a URL; what it answers is not looked at. */
async function request(host: string, url: string, secure: boolean): Promise<void> {
  const get = secure ? requestSecure : requestPlain;
  const scheme = secure ? 'https' : 'http';
  const asked = get(`${scheme}://${host}`, { path: url, agent: false, rejectUnauthorized: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'close');
}
