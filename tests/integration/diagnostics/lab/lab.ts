import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../../../../electron/core/secret.ts';
import type { StoreName } from '../../../../electron/core/storage.ts';
import { CredentialIndex } from '../../../../electron/core/vault/index.ts';
import type { CredentialKind } from '../../../../shared/credential.ts';
import type { Diagnosis, Subject } from '../../../../shared/diagnosis.ts';
import type { ProxySettings } from '../../../../shared/proxy.ts';
import { makeCanary, type Sighting, scan } from '../../../support/canary.ts';
import { type DnsServerOptions, startDnsServer } from '../../../support/dns-server.ts';
import { type ProxyOptions, type ProxyServer, startProxy } from '../../../support/proxy.ts';
import { slowClock } from '../../../support/slow-clock.ts';
import type { Authority, Certificate } from '../../../support/tls.ts';
import { runOk } from '../../../support/tools-process.ts';
import {
  createLastingVault,
  createMachine,
  createStorage,
  type Machine,
  startCore,
  type TestCore,
} from '../../core/support.ts';
import { type Registry, registryAnswers, serve } from './double.ts';

/** The addresses of the laboratory, all on its loopback interface. None is private: they stand for the internet. */
export const ADDRESSES = {
  registry: '198.51.100.10',
  token: '198.51.100.20',
  blobs: '198.51.100.30',
  nowhere: '198.51.100.40',
  names: '198.51.100.53',
  inside: '10.66.0.9',
  registry6: '2001:db8::10',
} as const;

export const REGISTRY = 'registry.example.test';
export const TOKEN_HOST = 'auth.example.test';
export const BLOB_HOST = 'cdn.example.test';
export const USERNAME = '1234567|robot';
const NAMES = {
  [REGISTRY]: ['198.51.100.10'],
  [TOKEN_HOST]: ['198.51.100.20'],
  [BLOB_HOST]: ['198.51.100.30'],
};

export interface StoredCredential {
  readonly registry?: string;
  readonly username?: string;
  readonly kind?: CredentialKind;
  readonly targets?: string[];
}

/** What became of a case. */
export interface Outcome {
  readonly diagnosis: Diagnosis | null;
  /** Where the secret was seen: what was answered, what was sent meanwhile, what was logged. */
  readonly sightings: readonly Sighting[];
  /** How many events told of each probe, by `<name of the registry> <id>`: it begins and it ends. */
  readonly told: Readonly<Record<string, number>>;
  readonly error: string | null;
}

/** The network and the machine of one case, torn down behind it. */
export class Lab {
  readonly secret = makeCanary();
  readonly machine: Machine;
  readonly #authority: Authority;
  readonly #undo: (() => Promise<unknown>)[] = [];
  readonly #env: Record<string, string>;
  readonly #storages: Partial<Record<StoreName, ReturnType<typeof createStorage>>> = {};
  readonly #vault = createLastingVault();
  /** Something here never answers: each limit that is met is waited for. */
  #silent = false;

  private constructor(authority: Authority, machine: Machine, env: Record<string, string>) {
    this.#authority = authority;
    this.machine = machine;
    this.#env = env;
  }

  static async open(authority: Authority): Promise<Lab> {
    const env: Record<string, string> = {};
    const machine = await createMachine();
    const lab = new Lab(authority, machine, env);
    lab.onClose(() => machine.remove());
    await lab.resolver(ADDRESSES.names);
    await lab.hosts({});
    return lab;
  }

  onClose(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.reverse()) await undo();
  }

  /** A variable of the app's and the tools' environment. */
  env(name: string, value: string): void {
    this.#env[name] = value;
  }

  /** Which name server this machine asks, and what it adds to names. */
  async resolver(server: string | null, search: readonly string[] = []): Promise<void> {
    const lines = [
      ...(server === null ? [] : [`nameserver ${server}`]),
      ...(search.length === 0 ? [] : [`search ${search.join(' ')}`]),
      'options timeout:1 attempts:1',
    ];
    await writeFile('/etc/resolv.conf', `${lines.join('\n')}\n`);
  }

  async hosts(lines: Readonly<Record<string, string>>): Promise<void> {
    const more = Object.entries(lines).map(([name, address]) => `${address} ${name}\n`);
    await writeFile('/etc/hosts', `127.0.0.1 localhost\n::1 localhost\n${more.join('')}`);
  }

  /** A name server that knows the three hosts, unless told otherwise. */
  async names(options: DnsServerOptions = {}): Promise<void> {
    const server = await startDnsServer(ADDRESSES.names, {
      ...options,
      records: { ...NAMES, ...options.records },
    });
    this.onClose(() => server.close());
  }

  certificate(...names: string[]): Promise<Certificate> {
    return this.#authority.issue({ names });
  }

  issue(request: Parameters<Authority['issue']>[0]): Promise<Certificate> {
    return this.#authority.issue(request);
  }

  /** The tools and the app trust the laboratory's authority for this registry. */
  trust(registry = REGISTRY, ca = this.#authority.ca): Promise<void> {
    return this.machine.put(
      join(this.machine.home, '.config/containers/certs.d', registry, 'ca.crt'),
      ca,
    );
  }

  /** A registry, its token server and its blobs on three addresses, all well. */
  async registry(
    options: Registry & { readonly name?: string; readonly certificate?: Certificate } = {},
  ): Promise<void> {
    const { name = REGISTRY, ...registry } = options;
    const certificate =
      options.certificate ?? (await this.certificate(name, TOKEN_HOST, BLOB_HOST));
    const answer = registryAnswers({
      accounts: { [USERNAME]: this.secret },
      blobHost: BLOB_HOST,
      ...registry,
    });
    for (const address of [ADDRESSES.registry, ADDRESSES.token, ADDRESSES.blobs]) {
      await this.serve(address, 443, answer, certificate);
    }
    await this.trust(name);
  }

  async serve(...args: Parameters<typeof serve>): Promise<void> {
    const server = await serve(...args);
    this.onClose(() => server.close());
  }

  async proxy(options: ProxyOptions = {}): Promise<ProxyServer> {
    const hosts = Object.fromEntries(
      Object.entries(NAMES).map(([name, [address = '']]) => [name, address]),
    );
    const proxy = await startProxy({ hosts, ...options });
    this.onClose(() => proxy.close());
    return proxy;
  }

  /** A firewall that swallows what goes to an address; with `butProxy` it lets the proxy's connections through. */
  async drop(address: string, { butProxy = false } = {}): Promise<void> {
    this.#silent = true;
    const program = address.includes(':') ? 'ip6tables' : 'iptables';
    // On the way in: on the way out the sender would be told.
    if (!butProxy) return this.#rule(program, [], ['INPUT', '-d', address, '-j', 'DROP']);
    const first = ['-d', address, '-p', 'tcp', '--syn'];
    const byUs = ['-m', 'owner', '--uid-owner', 'root', '-j', 'MARK', '--set-mark', '7'];
    await this.#rule(program, ['-t', 'mangle'], ['OUTPUT', ...first, ...byUs]);
    const marked = ['-m', 'mark', '--mark', '7', '-j', 'DROP'];
    await this.#rule(program, [], ['INPUT', ...first, ...marked]);
  }

  /** What goes to this address and port ends up at a port of this machine, as with a box that opens TLS. */
  async redirect(address: string, port: number, to: number): Promise<void> {
    await this.#rule(
      'iptables',
      ['-t', 'nat'],
      [
        'OUTPUT',
        '-p',
        'tcp',
        '-d',
        address,
        '--dport',
        String(port),
        '-j',
        'REDIRECT',
        '--to-ports',
        String(to),
      ],
    );
  }

  async #rule(program: string, table: readonly string[], rule: readonly string[]): Promise<void> {
    await runOk(program, [...table, '-A', ...rule]);
    this.onClose(() => runOk(program, [...table, '-D', ...rule]));
  }

  /** Puts a credential with the case's secret into the store, as an earlier login would have. */
  async store({
    registry = REGISTRY,
    username = USERNAME,
    kind = 'service-account',
    targets = [],
  }: StoredCredential = {}): Promise<void> {
    const id = randomUUID();
    const now = new Date().toISOString();
    await this.#vault.set(id, new Secret(this.secret));
    new CredentialIndex(this.#storage('index')).commitSave(
      {
        ...{ id, registry, username, kind, targets, plainHttp: false, label: '' },
        ...{ createdAt: now, updatedAt: now, lastCheck: null },
      },
      this.#vault.backend,
    );
  }

  /** Writes an entry as `podman login` does. */
  async entry(
    key: string,
    username: string,
    password: string,
    path = this.machine.authJson,
  ): Promise<void> {
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    await this.machine.put(path, JSON.stringify({ auths: { [key]: { auth } } }));
  }

  /** The user let this registry's credential go to that token server. */
  consent(registry: string, realmHost: string): void {
    this.#storage('realm-consents').write({ version: 1, realms: [{ registry, realmHost }] });
  }

  /** How the app's own requests leave this machine. */
  proxySettings(settings: Partial<ProxySettings>): void {
    this.#storage('proxy').write({
      mode: 'environment',
      url: '',
      username: '',
      noProxy: '',
      ...settings,
    });
  }

  #storage(name: StoreName) {
    const storage = this.#storages[name] ?? createStorage();
    this.#storages[name] = storage;
    return storage;
  }

  /** The whole product on this machine. */
  start(): TestCore {
    const { machine } = this;
    const host = { ...machine.host, env: { ...machine.env, ...this.#env } };
    const storage = (name: StoreName) => this.#storage(name);
    return startCore(machine, { host, storage, vault: this.#vault });
  }

  /** Diagnoses, and looks for the secret in all that is said. */
  async diagnose(subject: Subject): Promise<Outcome> {
    const core = this.start();
    let diagnosis: Diagnosis | null = null;
    let error: string | null = null;
    const usual = slowClock(this.#silent ? 2 : 6);
    try {
      diagnosis = await core.calls['diagnosis.run']({ runId: randomUUID(), subject });
    } catch (thrown) {
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    } finally {
      usual();
    }
    const events = core.runEvents();
    const told: Record<string, number> = {};
    for (const event of events) {
      if (event.type !== 'probe') continue;
      const probe = `${event.name} ${event.id}`;
      told[probe] = (told[probe] ?? 0) + 1;
    }
    const logged = await core.logged();
    await core.close();
    const sightings = scan(this.secret, [
      { place: 'the diagnosis', content: JSON.stringify(diagnosis) },
      { place: 'the events', content: JSON.stringify(events) },
      { place: 'the log', content: logged },
      { place: 'the error', content: error ?? '' },
    ]);
    return { diagnosis, sightings, told, error };
  }
}

export function about(...references: string[]): Subject {
  return { kind: 'references', references, credentialId: null };
}
