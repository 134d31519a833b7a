import { randomUUID, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judge } from '../../../electron/core/trusting/offer.ts';
import { Trusting } from '../../../electron/core/trusting/trusting.ts';
import type { TrustView } from '../../../shared/trust.ts';
import { type DockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import {
  type HostileServer,
  json,
  selfSignedCertificate,
  send,
  startHostileServer,
} from '../../support/hostile-server.ts';
import { slowClock } from '../../support/slow-clock.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import { issueByIntermediate } from '../../support/tls-intermediate.ts';
import { run, runOk } from '../../support/tools-process.ts';
import { createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';

const NAMESPACE = ['--mount', ...(process.geteuid?.() === 0 ? [] : ['--map-root-user'])];
const ACCOUNT = { username: 'alice', password: 'a password' };

let authority: Authority;
let registry: DockerRegistry;
let machine: Machine;
let core: TestCore;
/** What the user chooses in the desktop's dialogs. */
let chosen: string | null = null;
let saved = '';
let usualClock = () => {};

beforeAll(async () => {
  usualClock = slowClock(6);
  authority = await createAuthority();
  registry = await startDockerRegistry('basic', ACCOUNT, authority);
});

afterAll(async () => {
  usualClock();
  await registry.close();
  await authority.close();
});

beforeEach(async () => {
  machine = await createMachine();
  core = startCore(machine, {
    desktop: {
      chooseFile: async () => chosen,
      saveScript: async (name, text) => {
        saved = join(machine.home, name);
        await writeFile(saved, text, { mode: 0o700 });
        return saved;
      },
    },
  });
});

afterEach(async () => {
  await core.close();
  await machine.remove();
});

/** Diagnoses a registry; what is asked of the run afterwards. */
async function examine(name: string) {
  const runId = randomUUID();
  const { registries } = await core.calls['diagnosis.run']({
    runId,
    subject: { kind: 'references', references: [name], credentialId: null },
  });
  const about = { of: runId, name };
  return {
    about,
    cause: registries[0]?.headline?.cause ?? null,
    again: async () => {
      const found = await core.calls['diagnosis.rerun']({
        runId: randomUUID(),
        ...about,
        probeId: null,
      });
      return found.headline?.cause ?? null;
    },
  };
}

function directoryOf(name: string): string {
  return join(machine.home, '.config/containers/certs.d', name);
}

/** How skopeo ends: '' where it reached the registry. */
async function skopeo(name: string): Promise<string> {
  const { code, stderr } = await run(
    'skopeo',
    [
      'list-tags',
      `docker://${name}/private/hello`,
      '--creds',
      `${ACCOUNT.username}:${ACCOUNT.password}`,
    ],
    { env: machine.env },
  );
  return code === 0 ? '' : stderr;
}

/** The one that can be trusted, where there is one. */
function offeredIn({ certificates }: TrustView) {
  return certificates.filter(({ refused }) => refused === null);
}

/** A registry that lets everybody in. */
function openRegistry(certificate: { cert: string; key: string }): Promise<HostileServer> {
  return startHostileServer(
    ({ url = '' }, response) =>
      send(response, json(200, url.includes('tags') ? { name: 'private/hello', tags: ['1'] } : {})),
    { certificate },
  );
}

describe('trusting what a registry showed', () => {
  it('offers the authority, not the server’s certificate; skopeo gets in with it, and no more without', async () => {
    const name = registry.registry;
    const { about, cause, again } = await examine(name);
    expect(cause).toBe('tls-unknown-authority');
    expect(await skopeo(name)).toContain('x509');
    const view = await core.calls['diagnosis.certificates'](about);
    expect(view.certificates.map(({ refused }) => refused)).toEqual(['server-certificate', null]);
    expect(await readdir(machine.home)).not.toContain('.config');
    const [offered] = offeredIn(view);
    if (offered === undefined) throw new Error('nothing offered');
    expect(offered).toMatchObject({ subject: 'CN=Pullkeeper test CA', selfSigned: true });
    expect(offered.path).toBe(
      join(
        directoryOf(name),
        `pullkeeper-${offered.fingerprint.replaceAll(':', '').toLowerCase()}.crt`,
      ),
    );

    const { fingerprint } = offered;
    const after = await core.calls['diagnosis.trust']({ ...about, fingerprint });
    expect(offeredIn(after)).toMatchObject([{ fingerprint, trusted: true }]);
    // The file and nothing beside it: no temporary file stays.
    expect((await readdir(directoryOf(name))).map((each) => join(directoryOf(name), each))).toEqual(
      [offered.path],
    );
    expect(await readFile(offered.path, 'utf8')).toBe(authority.ca);
    expect(await skopeo(name)).toBe('');
    expect(await again()).not.toMatch(/^tls/);

    await core.calls['diagnosis.distrust']({ ...about, fingerprint });
    expect(await readdir(join(directoryOf(name), '..'))).toEqual([]);
    expect(await skopeo(name)).toContain('x509');
    expect(await again()).toBe('tls-unknown-authority');
  });

  it('offers a certificate that is signed by itself', async () => {
    const server = await openRegistry(await selfSignedCertificate());
    try {
      const { about, cause, again } = await examine(server.authority);
      expect(cause).toBe('tls-self-signed');
      const [offered] = offeredIn(await core.calls['diagnosis.certificates'](about));
      await core.calls['diagnosis.trust']({ ...about, fingerprint: offered?.fingerprint ?? '' });
      expect(await skopeo(server.authority)).toBe('');
      expect(await again()).toBeNull();
    } finally {
      await server.close();
    }
  });

  it('takes from a file what the server left out, and nothing else in it', async () => {
    const { intermediate, leaf } = await issueByIntermediate('localhost');
    const server = await openRegistry(leaf);
    const name = server.authority.replace('127.0.0.1', 'localhost');
    try {
      const { about, again } = await examine(name);
      expect(offeredIn(await core.calls['diagnosis.certificates'](about))).toEqual([]);
      chosen = join(machine.home, 'bundle.pem');
      await writeFile(chosen, `${authority.ca}${intermediate}`);
      const view = await core.calls['diagnosis.choose-certificates'](about);
      expect(view.certificates.map(({ from, refused }) => [from, refused])).toEqual([
        ['server', 'server-certificate'],
        ['file', 'unrelated'],
        ['file', null],
      ]);
      const [offered] = offeredIn(view);
      const unrelated = view.certificates[1]?.fingerprint ?? '';
      await expect(
        core.calls['diagnosis.trust']({ ...about, fingerprint: unrelated }),
      ).rejects.toMatchObject({ code: 'PLAN_STALE' });
      await core.calls['diagnosis.trust']({ ...about, fingerprint: offered?.fingerprint ?? '' });
      expect(await skopeo(name)).toBe('');
      expect(await again()).toBeNull();
      chosen = join(machine.home, 'words.pem');
      await writeFile(chosen, 'not a certificate');
      await expect(core.calls['diagnosis.choose-certificates'](about)).rejects.toMatchObject({
        code: 'FILE_MALFORMED',
      });
    } finally {
      await server.close();
    }
  });

  it('never writes over a file, removes only its own, and keeps what is beside it', async () => {
    const name = registry.registry;
    const { about } = await examine(name);
    const [offered] = offeredIn(await core.calls['diagnosis.certificates'](about));
    const { path, fingerprint } = offered ?? { path: '', fingerprint: '' };
    await mkdir(directoryOf(name), { recursive: true });
    await writeFile(path, 'somebody else’s');
    const refused = { code: 'PLAN_STALE' };
    await expect(core.calls['diagnosis.trust']({ ...about, fingerprint })).rejects.toMatchObject(
      refused,
    );
    await expect(core.calls['diagnosis.distrust']({ ...about, fingerprint })).rejects.toMatchObject(
      refused,
    );
    expect(await readFile(path, 'utf8')).toBe('somebody else’s');

    await writeFile(path, authority.ca);
    const neighbour = join(directoryOf(name), 'client.cert');
    await writeFile(neighbour, 'beside it');
    // Trusting what is trusted is no change.
    await chmod(path, 0o600);
    await core.calls['diagnosis.trust']({ ...about, fingerprint });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await core.calls['diagnosis.distrust']({ ...about, fingerprint });
    expect(await readdir(directoryOf(name))).toEqual(['client.cert']);
  });

  it('installs for the whole machine with a script that root runs once', async () => {
    const name = registry.registry;
    const { about } = await examine(name);
    const [offered] = offeredIn(await core.calls['diagnosis.certificates'](about));
    const fingerprint = offered?.fingerprint ?? '';
    for (const tools of ['containers', 'docker'] as const) {
      const { path } = await core.calls['diagnosis.trust-script']({ ...about, fingerprint, tools });
      expect(path).toBe(saved);
      // In an /etc of its own; skopeo reads both places.
      const out = await runOk(
        'unshare',
        [
          ...NAMESPACE,
          'sh',
          '-euc',
          `cp -r /etc "$HOME/etc-${tools}" 2>/dev/null || :
           mount --bind "$HOME/etc-${tools}" /etc
           sh "$0"
           stat -c '%a %u' /etc/${tools}/certs.d/*/pullkeeper-*
           skopeo list-tags --creds "$2" "docker://$1/private/hello" >/dev/null && echo reached
           sh "$0" 2>&1 || echo refused`,
          saved,
          name,
          `${ACCOUNT.username}:${ACCOUNT.password}`,
        ],
        { env: machine.env },
      );
      expect(out).toContain('644 0');
      expect(out).toContain('reached');
      expect(out).toContain('is there already. Nothing was changed.\nrefused');
    }
  });

  it('forgets the certificates with the run', async () => {
    const { about } = await examine(registry.registry);
    core.lock();
    await expect(core.calls['diagnosis.certificates'](about)).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
    });
  });
});

describe('what is offered', () => {
  const chainOf = (pem: string) =>
    (pem.match(/-----BEGIN[\s\S]*?END CERTIFICATE-----/g) ?? []).map(
      (each) => new X509Certificate(each),
    );

  it('is nothing that is out of its time', async () => {
    const { cert } = await authority.issue();
    const chain = chainOf(cert);
    const at = (days: number) =>
      judge(chain, [], new Date(Date.now() + days * 86_400_000)).map(({ refused }) => refused);
    expect(at(0)).toEqual(['server-certificate', null]);
    expect(at(30)).toEqual(['server-certificate', 'expired']);
    expect(at(-30)).toEqual(['server-certificate', 'not-yet-valid']);
  });

  it('tells which of the system’s directories would count no longer', async () => {
    const etc = join(machine.home, 'etc');
    const name = 'registry.example:5000';
    const { cert } = await authority.issue();
    const [, root] = chainOf(cert);
    const trusting = new Trusting(name, () => chainOf(cert), { host: machine.host, etc });
    expect((await trusting.view()).hides).toBeNull();
    const system = join(etc, 'containers/certs.d', name);
    await mkdir(system, { recursive: true });
    expect((await trusting.view()).hides).toBe(system);
    await trusting.trust(root?.fingerprint256 ?? '');
    expect((await trusting.view()).hides).toBeNull();
  });

  it('is nothing for what is no name of a directory', () => {
    for (const name of ['../../evil', 'a/b', '.', '']) {
      const make = () => new Trusting(name, () => [], { host: machine.host, etc: '/etc' });
      expect(make).toThrow(expect.objectContaining({ code: 'REGISTRY_INVALID' }));
    }
  });
});
