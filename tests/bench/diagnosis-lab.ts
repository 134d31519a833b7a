import { randomUUID } from 'node:crypto';
import { promises as dns } from 'node:dns';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import type { Subject } from '../../shared/diagnosis.ts';
import { registryAnswers, serve } from '../integration/diagnostics/lab/double.ts';
import {
  ADDRESSES,
  about,
  BLOB_HOST,
  Lab,
  REGISTRY,
  USERNAME,
} from '../integration/diagnostics/lab/lab.ts';
import { type Authority, type Certificate, createAuthority } from '../support/tls.ts';
import { startDaemon } from '../support/tools-process.ts';
import { alternate } from './measure.ts';

/** What the program prints; all in milliseconds. */
export interface DiagnosisFigures {
  readonly healthy: { readonly ours: number[]; readonly other: number[] };
  readonly sideBySide: { readonly ours: number[]; readonly other: number[] };
  readonly filtered: { readonly ours: number[]; readonly limitMs: number };
}

const ROUNDS = 45;
const MANY = 10;
/** How long each answer of the registries that are asked side by side takes. */
const DELAY_MS = 100;
const IMAGE = `${REGISTRY}/org/app:1`;

/** Runs inside a network namespace: `diagnosis.bench.ts` starts it. */
export async function run(print: (text: string) => void): Promise<void> {
  const authority = await createAuthority('Example Private CA');
  const figures: DiagnosisFigures = {
    healthy: await healthy(authority),
    sideBySide: await sideBySide(authority),
    filtered: await filtered(authority),
  };
  await authority.close();
  print(JSON.stringify(figures));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function healthy(authority: Authority) {
  const lab = await Lab.open(authority);
  await lab.names();
  await registryElsewhere(lab);
  await lab.store();
  await lab.entry(REGISTRY, USERNAME, lab.secret);
  const core = lab.start();
  const ours = () => timed(() => diagnose(core, about(IMAGE)));
  const other = () => timed(() => roundTrips(authority.ca, lab.secret));
  const taken = await alternate(ROUNDS, ours, other);
  await core.close();
  await lab.close();
  return taken;
}

/** A healthy registry in a process of its own: its work is not the diagnosis's, as on a network. */
async function registryElsewhere(lab: Lab): Promise<void> {
  const { secret } = lab;
  const account: Account = { secret, certificate: await lab.certificate(REGISTRY, BLOB_HOST) };
  const file = join(lab.machine.home, 'account.json');
  await writeFile(file, JSON.stringify(account), { mode: 0o600 });
  const program = JSON.stringify(import.meta.url);
  const call = `import(${program}).then(({ serveRegistry }) => serveRegistry(${JSON.stringify(file)}))`;
  const daemon = await startDaemon(process.execPath, ['--eval', call], /^ready$/m);
  lab.onClose(() => daemon.stop());
  await lab.trust();
}

interface Account {
  readonly secret: string;
  readonly certificate: Certificate;
}

/** @param file an `Account` */
export async function serveRegistry(file: string): Promise<void> {
  const { secret, certificate } = JSON.parse(await readFile(file, 'utf8')) as Account;
  const answer = registryAnswers({ accounts: { [USERNAME]: secret }, blobHost: BLOB_HOST });
  for (const address of [ADDRESSES.registry, ADDRESSES.blobs]) {
    await serve(address, 443, answer, certificate);
  }
  console.log('ready');
}

async function sideBySide(authority: Authority) {
  const lab = await Lab.open(authority);
  const names = Array.from({ length: MANY }, (_each, index) => `r${index}.example.test`);
  await lab.names({
    records: Object.fromEntries(names.map((name) => [name, [ADDRESSES.registry]])),
  });
  const certificate = await lab.certificate(...names, BLOB_HOST);
  await lab.registry({ certificate, delayMs: DELAY_MS });
  for (const name of names) {
    await lab.trust(name);
    await lab.store({ registry: name });
  }
  const core = lab.start();
  const images = names.map((name) => `${name}/org/app:1`);
  const ours = () => timed(() => diagnose(core, about(...images)));
  const slowest = async () => {
    let longest = 0;
    for (const image of images) {
      longest = Math.max(longest, await timed(() => diagnose(core, about(image))));
    }
    return longest;
  };
  const taken = await alternate(5, ours, slowest);
  await core.close();
  await lab.close();
  return taken;
}

/** Names are answered, and nothing else is: the longest way to nowhere. */
async function filtered(authority: Authority) {
  const lab = await Lab.open(authority);
  await lab.names({ everything: [ADDRESSES.nowhere] });
  await lab.drop(ADDRESSES.nowhere);
  await lab.drop(ADDRESSES.registry);
  const core = lab.start();
  const references = ['registry.redhat.io/ubi9:latest', 'quay.io/org/app:1', IMAGE];
  const ours: number[] = [];
  let limitMs = 0;
  for (let round = 0; round < 3; round += 1) {
    ours.push(
      await timed(async () => {
        limitMs = (await diagnose(core, about(...references))).limitMs;
      }),
    );
  }
  await core.close();
  await lab.close();
  return { ours, limitMs };
}

function diagnose(core: ReturnType<Lab['start']>, subject: Subject) {
  return core.calls['diagnosis.run']({ runId: randomUUID(), subject });
}

/**
 * The exchanges alone that a diagnosis needs: the name asked of its server, then what a pull of the image exchanges over
 * one connection to each host.
 */
async function roundTrips(ca: string, secret: string): Promise<void> {
  const resolver = new dns.Resolver();
  resolver.setServers([ADDRESSES.names]);
  await Promise.allSettled([resolver.resolve4(REGISTRY), resolver.resolve6(REGISTRY)]);
  const agent = new Agent({ keepAlive: true, ca });
  const ask = (url: string, authorization?: string) =>
    new Promise<{ body: string; location: string | undefined }>((resolve, reject) => {
      const headers = authorization === undefined ? {} : { authorization };
      get(url, { agent, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve({ body, location: response.headers.location }));
      }).on('error', reject);
    });
  const basic = `Basic ${Buffer.from(`${USERNAME}:${secret}`).toString('base64')}`;
  await ask(`https://${REGISTRY}/v2/`);
  await ask(`https://${REGISTRY}/token`);
  await ask(`https://${REGISTRY}/token`, basic);
  const { body } = await ask(`https://${REGISTRY}/v2/org/app/manifests/1`, 'Bearer good');
  const { config } = JSON.parse(body) as { config: { digest: string } };
  const { location = '' } = await ask(
    `https://${REGISTRY}/v2/org/app/blobs/${config.digest}`,
    'Bearer good',
  );
  await ask(location);
  agent.destroy();
}
