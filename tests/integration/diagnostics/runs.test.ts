import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../../../shared/diagnosis.ts';
import { makeCanary, scan } from '../../support/canary.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { startRawServer, unusedAuthority } from '../../support/hostile-server.ts';
import { slowClock } from '../../support/slow-clock.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import { auth, createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';
import { serve } from './lab/double.ts';

const SECRET = makeCanary();
const ACCOUNT = { username: '1234567|robot', password: SECRET };

let authority: Authority;
let basic: DockerRegistry;
let withTokens: DockerRegistry;
let machine: Machine;
let core: TestCore;
let usualClock = () => {};

beforeAll(async () => {
  usualClock = slowClock(6);
  authority = await createAuthority();
  [basic, withTokens] = await Promise.all([
    startDockerRegistry('basic', ACCOUNT, authority),
    startDockerRegistry('token', ACCOUNT, authority),
  ]);
});

afterAll(async () => {
  usualClock();
  await Promise.all([basic?.close(), withTokens?.close()]);
  await authority?.close();
});

async function start(): Promise<void> {
  machine = await createMachine();
  await Promise.all([trustRegistry(machine.home, basic), trustRegistry(machine.home, withTokens)]);
  core = startCore(machine);
}

afterEach(async () => {
  await core.close();
  await machine.remove();
});

function about(...references: string[]): Subject {
  return { kind: 'references', references, credentialId: null };
}

function run(subject: Subject, runId = randomUUID()) {
  return core.calls['diagnosis.run']({ runId, subject });
}

describe('a diagnosis of real registries', () => {
  it('finds nothing wrong where podman would pull, as podman would ask, and tells each probe', async () => {
    await start();
    const entry = { auth: auth(ACCOUNT.username, ACCOUNT.password) };
    await machine.put(machine.authJson, JSON.stringify({ auths: { [basic.registry]: entry } }));
    const { registries, limitMs } = await run(about(basic.image));
    const [registry] = registries;
    expect(registry).toMatchObject({ headline: null, others: [], username: ACCOUNT.username });
    const statuses = Object.fromEntries(
      registry?.probes.map(({ kind, status, because }) => [kind, because ?? status]) ?? [],
    );
    expect(statuses).toEqual({
      configuration: 'pass',
      dns: 'pass',
      tcp: 'pass',
      proxy: 'pass',
      tls: 'pass',
      ping: 'pass',
      challenge: 'pass',
      'token-anonymous': 'no-token-server',
      token: 'pass',
      manifest: 'pass',
      blob: 'pass',
      lookup: 'pass',
      'allow-list': 'not-red-hat',
    });
    expect(limitMs).toBeGreaterThan(0);
    const told = core.runEvents().filter((event) => event.type === 'probe');
    expect(told.filter(({ result }) => result === null)).toHaveLength(13);
    expect(told.filter(({ result }) => result !== null)).toHaveLength(13);
    expect(core.runEvents().at(-1)).toMatchObject({
      type: 'diagnosed',
      registry: { name: basic.image },
    });
  });

  it('asks each registry of a pull secret with its own entry, side by side, and passes over telemetry', async () => {
    await start();
    const text = JSON.stringify({
      auths: {
        'cloud.openshift.com': { auth: auth('opensh', SECRET), email: 'me@example.test' },
        [basic.registry]: { auth: auth(ACCOUNT.username, SECRET), email: 'me@example.test' },
        [withTokens.registry]: { auth: auth('somebody', SECRET), email: 'me@example.test' },
      },
    });
    const diagnosis = await run({ kind: 'pull-secret', text });
    const found = diagnosis.registries.map(({ registry, username, headline }) => [
      registry,
      username,
      headline?.cause ?? null,
    ]);
    expect(found).toEqual([
      [basic.registry, ACCOUNT.username, null],
      // Its token server is on another host, which nobody allowed yet.
      [withTokens.registry, 'somebody', 'realm-not-allowed'],
    ]);
    const seen = scan(SECRET, [
      { place: 'the diagnosis', content: JSON.stringify(diagnosis) },
      { place: 'the events', content: JSON.stringify(core.events) },
      { place: 'the log', content: await core.logged() },
    ]);
    expect(seen).toEqual([]);
    // The credential did not go to the token server (N2).
    const asked = withTokens.tokenServer?.requests.map(({ username }) => username);
    expect(asked).not.toContain('somebody');
  });

  it('refuses what names no registry, and a pull secret that is none', async () => {
    await start();
    await expect(run(about('ht!tp://'))).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
    await expect(run({ kind: 'pull-secret', text: '{"auths":' })).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
    });
  });
});

describe('a probe made again', () => {
  it('replaces its result and moves the headline', async () => {
    await start();
    const registry = await unusedAuthority();
    const runId = randomUUID();
    const { registries } = await run(about(registry), runId);
    expect(registries[0]?.headline).toMatchObject({
      cause: 'tcp-refused',
      probeId: 'tcp:127.0.0.1',
    });
    const again = (probeId: string) =>
      core.calls['diagnosis.rerun']({ runId: randomUUID(), of: runId, name: registry, probeId });
    const server = await serve('127.0.0.1', Number(registry.split(':')[1]), (_request, response) =>
      response.end(),
    );
    try {
      const reached = await again('tcp:127.0.0.1');
      expect(reached.headline).toBeNull();
      expect(reached.probes.find(({ kind }) => kind === 'tcp')?.status).toBe('pass');
      expect(reached.probes.find(({ kind }) => kind === 'tls')?.because).toBe('depends-on-failed');
      const spoken = await again('tls');
      expect(spoken.headline).toMatchObject({ cause: 'tls-plain-http', probeId: 'tls' });
    } finally {
      await server.close();
    }
  });

  it('is refused for a probe, a registry or a run that is not known, and after the lock', async () => {
    await start();
    const runId = randomUUID();
    await run(about(basic.registry), runId);
    const again = (of: string, name: string, probeId: string) =>
      core.calls['diagnosis.rerun']({ runId: randomUUID(), of, name, probeId });
    await expect(again(runId, basic.registry, 'tcp:192.0.2.1')).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
    });
    await expect(again(runId, 'quay.io', 'dns')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    await expect(again(randomUUID(), basic.registry, 'dns')).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
    });
    expect((await again(runId, basic.registry, 'ping')).probes).not.toEqual([]);
    core.lock();
    await expect(again(runId, basic.registry, 'ping')).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
    });
  });
});

it('a cancelled diagnosis stops where it is', async () => {
  await start();
  const server = await startRawServer(() => {});
  try {
    const runId = randomUUID();
    const waiting = core.next(
      'run',
      (event) => event.type === 'probe' && event.kind === 'tls' && event.result === null,
    );
    const ended = expect(run(about(server.authority), runId)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await waiting;
    await core.calls['run.cancel']({ runId });
    await ended;
    const skipped = core
      .runEvents()
      .filter((event) => event.type === 'probe' && event.result?.because === 'cancelled');
    expect(skipped).not.toEqual([]);
  } finally {
    await server.close();
  }
});
