import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { OverviewPage, OverviewQuery } from '../../../shared/overview.ts';
import { manyCredentials } from '../../support/many-credentials.ts';
import {
  auth,
  createMachine,
  createStorage,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const NOW = '2026-01-01T00:00:00.000Z';

let machine: Machine;
let core: TestCore | undefined;

function start(metas: readonly CredentialMeta[]): TestCore {
  const index = createStorage({
    version: 1,
    storeId: null,
    pending: [],
    records: metas.map((meta) => ({ backend: 'memory', meta })),
  });
  core = startCore(machine, { index });
  return core;
}

beforeEach(async () => {
  machine = await createMachine();
});
afterEach(async () => {
  await core?.close();
  core = undefined;
  await machine.remove();
});

function find(
  { calls }: TestCore,
  query: Partial<OverviewQuery> = {},
  from = 0,
): Promise<OverviewPage> {
  return calls['overview.find']({ text: '', show: 'all', ...query, from });
}

let made = 0;
function meta(change: Partial<CredentialMeta>): CredentialMeta {
  made += 1;
  return {
    id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    registry: 'quay.io',
    plainHttp: false,
    username: 'ada',
    kind: 'robot',
    label: '',
    createdAt: NOW,
    updatedAt: NOW,
    lastCheck: null,
    targets: [],
    ...change,
  };
}

/** Scope -> what each target says of it, and whom it names. */
function told({ rows }: OverviewPage): Record<string, Record<string, string>> {
  return Object.fromEntries(
    rows.map(({ scope, cells }) => [
      scope,
      Object.fromEntries(
        cells.map(({ targetId, state, username }) => [
          targetId,
          username === null ? state : `${state} ${username}`,
        ]),
      ),
    ]),
  );
}

describe('registries x targets', () => {
  it('says of each who is logged in where, also by other tools', async () => {
    await machine.put(
      machine.authJson,
      JSON.stringify({
        auths: {
          'quay.io': { auth: auth('ada', 'x') },
          'ghcr.io': { auth: auth('eve', 'x') },
          'ghcr.io/team': { auth: auth('team-robot', 'x') },
        },
      }),
    );
    await machine.put(
      machine.configJson,
      JSON.stringify({
        auths: {
          'https://index.docker.io/v1/': { auth: auth('mallory', 'x') },
          'https://quay.io': { auth: auth('bob', 'x') },
        },
      }),
    );
    const credentials = [
      meta({ targets: ['runtime', 'docker'] }),
      meta({ registry: 'registry.redhat.io', username: '1|sa', targets: ['runtime'] }),
      meta({ registry: 'nowhere.example.com' }),
    ];
    const page = await find(start(credentials));
    expect(page.targets.map(({ id }) => id)).toEqual(['runtime', 'docker']);
    expect(told(page)).toEqual({
      'docker.io': { runtime: 'none', docker: 'foreign mallory' },
      'ghcr.io': { runtime: 'foreign eve', docker: 'none' },
      'ghcr.io/team': { runtime: 'foreign team-robot', docker: 'none' },
      'nowhere.example.com': { runtime: 'none', docker: 'none' },
      'quay.io': { runtime: 'unknown ada', docker: 'different bob' },
      'registry.redhat.io': { runtime: 'missing', docker: 'none' },
    });
    expect(page).toMatchObject({ registries: 6, loggedIn: 4, attention: 2, foreign: 4 });
    const accounts = page.rows.map(({ scope, account }) => [scope, account?.username]);
    expect(Object.fromEntries(accounts)).toMatchObject({
      'docker.io': undefined,
      'quay.io': 'ada',
      'nowhere.example.com': 'ada',
    });
    const attention = await find(core as TestCore, { show: 'attention' });
    expect(attention.rows.map(({ scope }) => scope)).toEqual(['quay.io', 'registry.redhat.io']);
    const words = await find(core as TestCore, { text: 'TEAM ghcr' });
    expect(words.rows.map(({ scope }) => scope)).toEqual(['ghcr.io/team']);
  });

  it('names of several accounts the one that is in use', async () => {
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { 'quay.io': { auth: auth('ada', 'x') } } }),
    );
    const check = {
      verdict: 'rejected',
      reason: 'credential-rejected',
      at: NOW,
      durationMs: 1,
      host: null,
      httpStatus: 401,
      message: null,
    } as const;
    const ada = meta({ targets: ['runtime'], lastCheck: check });
    const page = await find(start([ada, meta({ username: 'bob' })]));
    expect(page.rows).toMatchObject([
      {
        accounts: 2,
        account: { credentialId: ada.id, check: { verdict: 'rejected', at: NOW } },
        needsAttention: true,
      },
    ]);
  });

  it('shows a file that cannot be read as such, and takes nothing else with it', async () => {
    await machine.put(machine.authJson, '{ "auths": ');
    const page = await find(start([meta({ targets: ['runtime', 'docker'] })]));
    expect(told(page)).toEqual({ 'quay.io': { runtime: 'unreadable', docker: 'missing' } });
    expect(page.targets[0]?.problem?.code).toBe('FILE_MALFORMED');
  });

  it('comes in pages, grouped by registry, and follows the files', async () => {
    const started = start(manyCredentials(10_000));
    const first = await find(started);
    expect(first).toMatchObject({ registries: 500, matching: 500, from: 0, loggedIn: 0 });
    expect(first.rows).toHaveLength(50);
    const last = await find(started, {}, 450);
    expect(last.rows.at(-1)).toMatchObject({ scope: 'registry-499.example.com', accounts: 20 });
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { 'registry-7.example.com': { auth: auth('somebody', 'x') } } }),
    );
    // Rows that follow belong to the first ones, until those are asked for again.
    expect(await find(started, {}, 50)).toMatchObject({ loggedIn: 0, foreign: 0 });
    expect(await find(started)).toMatchObject({ registries: 500, loggedIn: 1, foreign: 1 });
  });
});
