import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { DriftNotice } from '../../../shared/drift.ts';
import { getLogin, getLogins, toolLogin, toolLogout } from '../../support/tools.ts';
import { runOk } from '../../support/tools-process.ts';
import { BOB, stage } from '../core/stage.ts';
import {
  auth,
  BOTH,
  createLastingVault,
  createStorage,
  login,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const { username, password } = DEMO_ACCOUNT;
/** The same user with the secret that a rotation gave it. */
const ROTATED = { username, password: 'rotated-secret' };
let demo: DemoRegistry;
let machine: Machine;
let vault: Vault;
let core: TestCore;

const on = stage({
  accounts: [ROTATED],
  trusted: true,
  core: () => {
    vault = createLastingVault();
    return { vault };
  },
});
beforeEach(async () => {
  ({ demo, machine, core } = on);
  await core.start();
});

const notices = (of: TestCore = core) => of.calls['drift.notices'](undefined);
const list = (of: TestCore = core) => of.calls['credentials.list'](undefined);

/** Waits, by the events, until the notices are these. */
async function untilNotices(kinds: DriftNotice['kind'][], of: TestCore = core) {
  while (true) {
    const changed = of.next('drift.changed');
    const found = await notices(of);
    if (found.length === kinds.length && found.every(({ kind }, nth) => kind === kinds[nth])) {
      return found;
    }
    await changed;
  }
}

/** Logs in and waits until the app has seen that it is in place. */
async function placed(targetIds = BOTH, of: TestCore = core) {
  const { credentialId } = await login(of, demo.registry, {}, targetIds);
  await untilPlaced(targetIds.length, of);
  return credentialId;
}

/** No event tells of a placement that is right: the document says so. */
async function untilPlaced(count: number, of: TestCore = core) {
  while ((of.placements.text().match(/"notice":null/g) ?? []).length < count) {
    await of.placements.written();
  }
}

describe('another tool', () => {
  it('that logs out is noticed, and its logout stays (F9)', async () => {
    const credentialId = await placed();
    expect(await notices()).toEqual([]);
    await toolLogout('skopeo', demo.registry, machine.env);
    expect(await untilNotices(['logged-out'])).toEqual([
      {
        credentialId,
        targetId: 'runtime',
        kind: 'logged-out',
        key: demo.registry,
        usernameNow: null,
        at: expect.any(String),
      },
    ]);
    await toolLogout('docker', demo.registry, machine.env);
    await untilNotices(['logged-out', 'logged-out']);
    expect(await getLogin('podman', demo.registry, machine.env)).toBeNull();
  });

  it('that logs out at once, before the write was looked at again, is noticed as well', async () => {
    const { credentialId } = await login(core, demo.registry, {}, ['runtime']);
    await toolLogout('podman', demo.registry, machine.env);
    expect(await untilNotices(['logged-out'])).toMatchObject([
      { credentialId, targetId: 'runtime', kind: 'logged-out' },
    ]);
    expect(await getLogin('podman', demo.registry, machine.env)).toBeNull();
  });

  it('that logs in as somebody else is noticed by name', async () => {
    await placed();
    await toolLogin('podman', demo.registry, BOB, machine.env);
    expect(await untilNotices(['replaced'])).toMatchObject([
      { targetId: 'runtime', usernameNow: 'bob' },
    ]);
  });

  it('that gives the same user another secret is noticed, and tells nobody which', async () => {
    await placed();
    await toolLogin('docker', demo.registry, ROTATED, machine.env);
    expect(await untilNotices(['replaced'])).toMatchObject([
      { targetId: 'docker', usernameNow: username },
    ]);
    const told = JSON.stringify(core.events) + core.placements.text() + (await core.logged());
    for (const secret of [ROTATED.password, password, auth(username, ROTATED.password)]) {
      expect(told).not.toContain(secret);
    }
  });

  it('that breaks the entry or the file is noticed', async () => {
    await placed();
    const broken = JSON.stringify({ auths: { [demo.registry]: { auth: '!!' } } });
    await writeFile(machine.configJson, broken);
    await untilNotices(['broken']);
    await writeFile(machine.authJson, '{"auths":');
    await untilNotices(['broken', 'broken']);
  });

  it('that removes a file is noticed, but for one that goes with the session', async () => {
    await placed();
    await rm(machine.configJson);
    expect(await untilNotices(['file-gone'])).toMatchObject([{ targetId: 'docker' }]);
    const seen = core.next('targets.changed');
    await rm(dirname(machine.authJson), { recursive: true });
    await seen;
    await toolLogin('podman', 'localhost:1', BOB, machine.env);
    await core.close();
    expect(await notices()).toMatchObject([{ targetId: 'docker' }]);
  });

  it('that puts it right itself takes the notice back', async () => {
    await placed();
    await toolLogout('podman', demo.registry, machine.env);
    await untilNotices(['logged-out']);
    await toolLogin('podman', demo.registry, DEMO_ACCOUNT, machine.env);
    await untilNotices([]);
  });
});

describe('what Pullkeeper does itself', () => {
  it('is never noticed', async () => {
    const credentialId = await placed();
    await core.calls['credentials.logout']({ credentialId, targetIds: ['docker'] });
    await core.calls['credentials.write']({
      runId: randomUUID(),
      credentialId,
      targetIds: ['docker'],
    });
    await core.calls['history.undo']({
      runId: randomUUID(),
      entryId:
        (await core.calls['history.list']({ query: 'login runtime', limit: 1 }))[0]?.id ?? '',
    });
    await core.calls['credentials.forget']({ runId: randomUUID(), credentialId });
    await core.close();
    expect(await notices()).toEqual([]);
    expect(core.events.some(({ name }) => name === 'drift.changed')).toBe(false);
  });
});

describe('after a restart', () => {
  const restart = async () => {
    await core.close();
    return startCore(machine, { vault, index: core.index, placements: core.placements });
  };

  it('a notice is still there, as old as it is', async () => {
    await placed();
    await toolLogout('skopeo', demo.registry, machine.env);
    const before = await untilNotices(['logged-out']);
    const second = await restart();
    expect(await notices(second)).toEqual(before);
    await second.close();
  });

  it('what happened in between is noticed, another secret as soon as the store gives ours', async () => {
    await placed();
    await core.close();
    await toolLogout('skopeo', demo.registry, machine.env);
    await toolLogin('docker', demo.registry, ROTATED, machine.env);
    const second = await restart();
    await untilNotices(['logged-out', 'replaced'], second);
    await second.close();
  });

  it('a new session’s runtime directory owes nothing to the last one’s', async () => {
    await placed(['runtime']);
    await core.close();
    await rm(machine.runtime, { recursive: true });
    await mkdir(machine.runtime, { mode: 0o700 });
    await toolLogin('podman', demo.registry, BOB, machine.env);
    const second = await restart();
    expect(await notices(second)).toEqual([]);
    expect(await list(second)).toMatchObject([{ states: [{ state: 'different' }] }]);
    await second.close();
  });

  it('a document that is not ours costs nothing but the notices', async () => {
    await placed();
    await core.close();
    const second = startCore(machine, {
      vault,
      index: core.index,
      placements: createStorage({ version: 99 }),
    });
    expect(await notices(second)).toEqual([]);
    await second.close();
  });
});

describe('put back', () => {
  it('writes the entry again and is recorded as what it is', async () => {
    const credentialId = await placed();
    await toolLogin('podman', demo.registry, BOB, machine.env);
    await untilNotices(['replaced']);
    await core.calls['credentials.write']({
      runId: randomUUID(),
      credentialId,
      targetIds: ['runtime'],
    });
    await untilNotices([]);
    expect(await getLogins(demo.registry, machine.env)).toMatchObject({ podman: username });
    expect(await core.calls['history.list']({ query: '', limit: 1 })).toMatchObject([
      { action: 'put-back', changes: [{ usernameBefore: 'bob', usernameAfter: username }] },
    ]);
  });
});

describe('keep theirs', () => {
  const keepTheirs = (credentialId: string, targetId: string) =>
    core.calls['drift.keep-theirs']({ credentialId, targetId });

  it('of a logout or another user: the credential is not meant to be there any more', async () => {
    const credentialId = await placed();
    await toolLogout('docker', demo.registry, machine.env);
    await toolLogin('podman', demo.registry, BOB, machine.env);
    await untilNotices(['replaced', 'logged-out']);
    const before = await readFile(machine.authJson);
    await keepTheirs(credentialId, 'docker');
    await keepTheirs(credentialId, 'runtime');
    await untilNotices([]);
    expect(await list()).toMatchObject([{ targets: [] }]);
    expect(await readFile(machine.authJson)).toEqual(before);
  });

  it('of the same user’s other secret: the credential has that one now', async () => {
    const credentialId = await placed();
    await toolLogin('docker', demo.registry, ROTATED, machine.env);
    await untilNotices(['replaced']);
    const before = await readFile(machine.configJson);
    await keepTheirs(credentialId, 'docker');
    await untilNotices([]);
    expect((await vault.get(credentialId))?.reveal()).toBe(ROTATED.password);
    expect(await readFile(machine.configJson)).toEqual(before);
    // The other target still has the former secret; that is its state, and nobody's doing.
    expect(await list()).toMatchObject([
      {
        states: [
          { targetId: 'runtime', state: 'different' },
          { targetId: 'docker', state: 'in-sync' },
        ],
      },
    ]);
    const told = JSON.stringify(core.events) + (await core.logged());
    expect(told).not.toContain(ROTATED.password);
  });

  it('leaves alone what the user says of the credential while the entry is read', async () => {
    const credentialId = await placed();
    await toolLogin('docker', demo.registry, ROTATED, machine.env);
    await untilNotices(['replaced']);
    const kept = keepTheirs(credentialId, 'docker');
    await core.calls['credentials.edit']({
      credentialId,
      label: 'said meanwhile',
      details: { owner: '', notes: '', tags: [] },
    });
    await kept;
    expect(await list()).toMatchObject([{ label: 'said meanwhile' }]);
    expect((await vault.get(credentialId))?.reveal()).toBe(ROTATED.password);
  });

  it('is refused for what is not known', async () => {
    await expect(keepTheirs(randomUUID(), 'docker')).rejects.toMatchObject({
      code: 'CREDENTIAL_UNKNOWN',
    });
  });
});

describe('adopting', () => {
  const adopt = (targetId: string, key: string) =>
    core.calls['credentials.adopt']({ runId: randomUUID(), targetId, key });

  it('makes a credential of what another tool wrote, and leaves the file alone', async () => {
    await toolLogin('skopeo', demo.registry, DEMO_ACCOUNT, machine.env);
    const before = await readFile(machine.authJson);
    const { credentialId } = await adopt('runtime', demo.registry);
    expect(await readFile(machine.authJson)).toEqual(before);
    expect((await vault.get(credentialId))?.reveal()).toBe(password);
    expect(await list()).toMatchObject([
      {
        id: credentialId,
        registry: demo.registry,
        // The registry on this machine was asked, as the file does not say it.
        plainHttp: true,
        username,
        kind: 'service-account',
        targets: ['runtime'],
        states: [{ targetId: 'runtime', state: 'in-sync' }],
      },
    ]);
    await untilPlaced(1);
    await toolLogout('skopeo', demo.registry, machine.env);
    await untilNotices(['logged-out']);
    expect(JSON.stringify(core.events)).not.toContain(password);
    await expect(adopt('runtime', demo.registry)).rejects.toMatchObject({ code: 'ENTRY_UNKNOWN' });
  });

  it('reads what a helper holds', async () => {
    const bin = join(machine.home, 'bin');
    await mkdir(bin);
    const reply = JSON.stringify({
      ServerURL: 'quay.io',
      Username: 'org+robot',
      Secret: 'x-secret',
    });
    await writeFile(join(bin, 'docker-credential-fixed'), `#!/bin/sh\necho '${reply}'\n`, {
      mode: 0o755,
    });
    const env = { ...machine.env, PATH: `${bin}:${machine.env.PATH}` };
    const helped = startCore({ ...machine, host: { ...machine.host, env } }, { vault });
    await machine.put(machine.configJson, '{"auths":{"quay.io":{}},"credsStore":"fixed"}');
    const { credentialId } = await helped.calls['credentials.adopt']({
      runId: randomUUID(),
      targetId: 'docker',
      key: 'quay.io',
    });
    expect((await vault.get(credentialId))?.reveal()).toBe('x-secret');
    expect(await list(helped)).toMatchObject([{ username: 'org+robot', kind: 'robot' }]);
    await helped.close();
  });

  it.each([
    ['quay.io/Org', auth('a', 'b'), '', 'namespace'],
    ['quay.io', auth('a', 'b'), ',"identitytoken":"t"', 'identity-token'],
    ['quay.io', '!!', '', 'bad-base64'],
    ['quay.io', Buffer.from('nocolon').toString('base64'), '', 'no-colon'],
  ])('is refused for %s %s%s, with the reason', async (key, value, more, reason) => {
    await machine.put(machine.authJson, `{"auths":{"${key}":{"auth":"${value}"${more}}}}`);
    await expect(adopt('runtime', key)).rejects.toMatchObject({
      code: 'ENTRY_NOT_ADOPTABLE',
      context: { key, reason },
    });
    expect(await list()).toEqual([]);
  });

  it('does not replace the secret of a credential that there is', async () => {
    await login(core, demo.registry, {}, ['docker']);
    await toolLogin('podman', demo.registry, ROTATED, machine.env);
    await expect(adopt('runtime', demo.registry)).rejects.toMatchObject({
      code: 'CREDENTIAL_EXISTS',
    });
    expect(await list()).toHaveLength(1);
  });

  it('of a file that cannot be read names the place', async () => {
    await machine.put(machine.authJson, '{"auths":\n 1}');
    await expect(adopt('runtime', 'quay.io')).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
      context: { line: 2, column: 2 },
    });
    await rm(machine.authJson);
    await runOk('mkfifo', [machine.authJson]);
    await expect(adopt('runtime', 'quay.io')).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
  });
});
