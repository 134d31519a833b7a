import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RotationJournal } from '../../../electron/core/service-accounts/rotations.ts';
import { PENDING_SECRETS } from '../../../electron/core/service-accounts/vault-items.ts';
import { outdatedExports } from '../../../shared/service-account.ts';
import { BOTH, type TestCore } from '../core/support.ts';
import { ADMIN, configure, createWorld, USER, type World } from './support.ts';

let world: World;
let username: string;

beforeEach(async () => {
  world = await createWorld();
  world.api.put(USER, 'ci');
  username = world.api.usernameOf('ci');
});
afterEach(() => world.remove());

const runId = () => randomUUID();
const rotate = (core: TestCore, text: string | null = null) =>
  core.calls['service-accounts.rotate']({ runId: runId(), username, text });
const local = async (core: TestCore) => {
  const [account] = await core.calls['service-accounts.list'](undefined);
  if (account === undefined) throw new Error('no account is here');
  return account;
};

/** The account in the vault and in both files. */
async function keepHere(core: TestCore, targetIds = BOTH): Promise<string> {
  const { login } = await core.calls['service-accounts.accept']({
    runId: runId(),
    text: `${username}\n${world.api.passwordOf('ci')}`,
    alsoConnect: false,
    description: 'CI',
  });
  if (login.draftId === null) throw new Error(login.check.reason);
  const { credentialId } = await core.calls['login.commit']({
    runId: runId(),
    draftId: login.draftId,
    targetIds,
  });
  return credentialId;
}

async function passwordIn(path: string): Promise<string> {
  const { auths } = JSON.parse(await readFile(path, 'utf8'));
  const pair = Buffer.from(auths[world.api.registry].auth, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}
const inFiles = async () => [
  await passwordIn(world.machine.authJson),
  await passwordIn(world.machine.configJson),
];

describe('S30: a rotation with the service', () => {
  test('regenerates once, verifies, rewrites every target and reads it back', async () => {
    const core = await world.signedIn(USER);
    await keepHere(core);
    const before = world.api.passwordOf('ci');
    expect(await inFiles()).toEqual([before, before]);
    const { plan } = await core.calls['service-accounts.plan-rotation']({ username });
    expect(plan.targets.map(({ targetId, changes }) => [targetId, changes[0]?.action])).toEqual([
      ['runtime', 'replace'],
      ['docker', 'replace'],
    ]);
    const { rotation, check, targets } = await rotate(core);
    const after = world.api.passwordOf('ci');
    expect(after).not.toBe(before);
    expect(rotation).toMatchObject({
      stage: 'done',
      by: 'service',
      written: ['runtime', 'docker'],
    });
    expect(check?.verdict).toBe('verified');
    expect(targets.map(({ outcome }) => outcome)).toEqual(['written', 'written']);
    expect(await inFiles()).toEqual([after, after]);
    expect(await world.vault.get(PENDING_SECRETS)).toBeNull();
    expect(world.api.requests.filter((each) => each.startsWith('POST'))).toHaveLength(1);
    expect((await local(core)).places.map(({ state }) => state)).toEqual(['in-sync', 'in-sync']);
    // Both secrets were secrets all along.
    const said =
      JSON.stringify(core.events) + (await core.logged()) + world.document('rotations').text();
    expect(said).not.toContain(before);
    expect(said).not.toContain(after);
  });

  test('S33: lists the exports that still have the old one, and no later ones', async () => {
    const core = await world.signedIn(USER);
    const credentialId = await keepHere(core);
    const order = {
      form: 'secret-yaml',
      tab: 'openshift',
      credentialIds: [credentialId],
      name: 'ci-pull',
      namespace: 'build',
      email: '',
      serviceAccount: '',
      store: '',
      shell: 'sh',
      tool: 'podman',
      acceptsPersonal: false,
    } as const;
    const copy = async () => {
      await core.calls['vault.confirm']({ runId: runId(), of: [credentialId], passphrase: null });
      await core.calls['export.copy']({ runId: runId(), ...order, credentialIds: [credentialId] });
    };
    await copy();
    expect(outdatedExports(await local(core))).toEqual([]);
    const { exports } = await core.calls['service-accounts.plan-rotation']({ username });
    expect(exports).toMatchObject([{ name: 'ci-pull', namespace: 'build' }]);
    await rotate(core);
    await copy();
    const account = await local(core);
    expect(account.exports).toHaveLength(2);
    expect(outdatedExports(account)).toEqual(exports);
  });

  test('an answer that got lost does not regenerate twice', async () => {
    const core = await world.signedIn(USER);
    await keepHere(core);
    let broken = false;
    world.api.fault = (request, response) => {
      if (request.method !== 'POST' || broken) return false;
      broken = true;
      // The service has done it; nobody hears of it.
      const account = world.api.accounts.get('ci');
      if (account !== undefined) {
        account.password = 'made-without-a-word';
        account.tokenDate = '2027-01-01T00:00:00.000Z';
      }
      response.destroy();
      return true;
    };
    await expect(rotate(core)).rejects.toMatchObject({ code: 'RED_HAT_UNREACHABLE' });
    expect((await local(core)).rotation).toMatchObject({ stage: 'regenerate' });
    const { rotation } = await rotate(core);
    expect(rotation.stage).toBe('done');
    expect(world.api.requests.filter((each) => each.startsWith('POST'))).toHaveLength(1);
    expect(await inFiles()).toEqual(['made-without-a-word', 'made-without-a-word']);
  });

  test('what the service refuses leaves everything as it was', async () => {
    world.api.put(ADMIN, 'ci');
    const core = await world.signedIn(USER);
    await keepHere(core);
    const before = world.api.passwordOf('ci');
    await expect(rotate(core)).rejects.toMatchObject({ code: 'RED_HAT_DENIED' });
    expect(await inFiles()).toEqual([before, before]);
    expect(await world.vault.get(PENDING_SECRETS)).toBeNull();
    await core.calls['service-accounts.abandon']({ username });
    expect((await local(core)).rotation).toBeNull();
  });
});

describe('S30: a rotation with what the user brings from the portal', () => {
  let core: TestCore;
  beforeEach(async () => {
    core = world.start();
    await configure(core, world);
    await keepHere(core);
  });
  const regenerateThere = () => {
    const account = world.api.accounts.get('ci');
    if (account !== undefined) account.password = `eyJnew-${randomUUID()}`;
    return world.api.passwordOf('ci');
  };

  test.each([
    ['two lines', (secret: string) => `${username}\n${secret}\n`],
    ['the table of the portal', (secret: string) => `Username\t${username}\nToken\t${secret}`],
    ['labels', (secret: string) => `Username: ${username}\r\nPassword: ${secret}`],
  ])('takes %s', async (_name, textOf) => {
    const after = regenerateThere();
    const { rotation } = await rotate(core, textOf(after));
    expect(rotation).toMatchObject({ stage: 'done', by: 'user' });
    expect(await inFiles()).toEqual([after, after]);
  });

  test('refuses another account, the old token and what is no pair, and changes nothing', async () => {
    const before = world.api.passwordOf('ci');
    const refusals = [
      [`11009103|other\n${before}x`, 'SERVICE_ACCOUNT_OTHER'],
      [`${username}\n${before}`, 'SERVICE_ACCOUNT_SAME'],
      ['only one line', 'SERVICE_ACCOUNT_PASTE'],
    ] as const;
    for (const [text, code] of refusals) {
      await expect(rotate(core, text)).rejects.toMatchObject({ code });
    }
    expect(await inFiles()).toEqual([before, before]);
    expect(await world.vault.get(PENDING_SECRETS)).toBeNull();
  });

  test('a token that the registry rejects is not written; a better one goes on', async () => {
    const before = world.api.passwordOf('ci');
    const first = await rotate(core, `${username}\neyJwrong`);
    expect(first).toMatchObject({
      rotation: { stage: 'verify' },
      check: { verdict: 'rejected' },
      targets: [],
    });
    expect(await inFiles()).toEqual([before, before]);
    const after = regenerateThere();
    expect((await rotate(core, `${username}\n${after}`)).rotation.stage).toBe('done');
    expect(await inFiles()).toEqual([after, after]);
  });

  test('a target that cannot be written is left for later, and only that one', async () => {
    const after = regenerateThere();
    const directory = dirname(world.machine.configJson);
    await rm(world.machine.configJson);
    await mkdir(world.machine.configJson);
    const stopped = await rotate(core, `${username}\n${after}`);
    expect(stopped.rotation.stage).toBe('write');
    expect(await passwordIn(world.machine.authJson)).toBe(after);
    await rm(world.machine.configJson, { recursive: true });
    await chmod(directory, 0o700);
    await world.machine.put(
      world.machine.configJson,
      JSON.stringify({
        auths: {
          [world.api.registry]: { auth: Buffer.from(`${username}:old`).toString('base64') },
        },
      }),
    );
    const resumed = await rotate(core);
    expect(resumed.rotation.stage).toBe('done');
    expect(resumed.targets.map(({ targetId }) => targetId)).toEqual(['docker']);
    expect(await inFiles()).toEqual([after, after]);
  });

  test('entries of somebody else are left alone', async () => {
    await world.machine.put(
      world.machine.configJson,
      JSON.stringify({
        auths: { [world.api.registry]: { auth: Buffer.from('ann:hers').toString('base64') } },
      }),
    );
    const after = regenerateThere();
    const { targets } = await rotate(core, `${username}\n${after}`);
    expect(targets.map(({ targetId }) => targetId)).toEqual(['runtime']);
    expect(await inFiles()).toEqual([after, 'hers']);
  });
});

describe('a rotation that is stopped at any step goes on where it was', () => {
  /** Each write of the journal is a step; the process is gone right after it. */
  test.each([1, 2, 3])('after step %i', async (steps) => {
    const first = await world.signedIn(USER);
    await keepHere(first);
    const document = world.document('rotations');
    const put = document.write;
    let left = steps;
    document.write = (data) => {
      if (left === 0) throw new Error('the process is gone');
      left -= 1;
      put(data);
      if (left === 0) throw new Error('the process is gone');
    };
    await expect(rotate(first)).rejects.toThrow('the process is gone');
    await first.abandon();
    document.write = put;

    const core = world.start();
    const { rotation } = await rotate(core);
    expect(rotation.stage).toBe('done');
    const after = world.api.passwordOf('ci');
    expect(await inFiles()).toEqual([after, after]);
    expect(world.api.requests.filter((each) => each.startsWith('POST'))).toHaveLength(1);
    expect(await world.vault.get(PENDING_SECRETS)).toBeNull();
  });

  test('a journal that cannot be read stops it', () => {
    const journal = new RotationJournal({ read: () => ({ version: 9 }), write: () => {} });
    expect(() => journal.find(username)).toThrow('DOCUMENT_UNREADABLE');
  });
});

describe('the accounts of this machine', () => {
  test('S31: have a description of their own, an age from the token, and places', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const account = world.api.accounts.get('ci');
    if (account !== undefined)
      account.password = `${part({ alg: 'RS512' })}.${part({ iat: 1_735_689_600 })}.c2ln`;
    const core = world.start();
    await configure(core, world);
    await keepHere(core, ['runtime']);
    await core.calls['service-accounts.describe']({ username, description: 'Nightly builds' });
    expect(await local(core)).toMatchObject({
      username,
      description: 'Nightly builds',
      issuedAt: '2025-01-01T00:00:00.000Z',
      credentials: [{ registry: world.api.registry, lastCheck: { verdict: 'verified' } }],
      places: [{ targetId: 'runtime', state: 'in-sync' }],
      exports: [],
      rotation: null,
    });
    // The portal is not told of it.
    expect(world.api.requests).toEqual([]);
  });

  test('S28: what is no pair of user and token is refused before anything is sent', async () => {
    const core = world.start();
    await configure(core, world);
    for (const text of ['just some words', `${username}`, 'a\nb\nc']) {
      await expect(
        core.calls['service-accounts.accept']({
          runId: runId(),
          text,
          alsoConnect: false,
          description: '',
        }),
      ).rejects.toMatchObject({ code: 'SERVICE_ACCOUNT_PASTE' });
    }
  });
});
