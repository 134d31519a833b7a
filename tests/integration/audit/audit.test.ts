import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../electron/core/audit/audit-log.ts';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import type { AuditEntry } from '../../../shared/audit.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { createMachine, login, type Machine, startCore, type TestCore } from '../core/support.ts';

let machine: Machine;
let registry: DemoRegistry;
let core: TestCore;
let saved: { name: string; text: string } | null;

beforeEach(async () => {
  machine = await createMachine();
  registry = await startDemoRegistry();
  saved = null;
  core = startCore(machine, {
    desktop: {
      saveText: async (name, text) => {
        saved = { name, text };
        return '/chosen';
      },
    },
  });
});
afterEach(async () => {
  await core.close();
  await registry.close();
  await machine.remove();
});

const subject = () => ({ registry: registry.registry, username: DEMO_ACCOUNT.username });
const list = (query = '') => core.calls['audit.list']({ query, limit: 100 });

describe('the audit log', () => {
  it('says who did what to which login, where, when, and how it ended', async () => {
    const { credentialId } = await login(core, registry.registry);
    await core.calls['credentials.forget']({ runId: randomUUID(), credentialId });
    const before = Date.now();
    const [forgotten, loggedIn] = await list();
    expect(loggedIn).toMatchObject({
      action: 'login.start',
      subjects: [subject()],
      targets: ['runtime', 'docker'],
      outcome: 'done',
      verdict: 'verified',
      code: null,
    });
    // The credential is gone by then; the log knew it before.
    expect(forgotten).toMatchObject({ action: 'credentials.forget', subjects: [subject()] });
    expect(forgotten?.who).not.toBe('');
    expect(Math.abs(before - Date.parse(forgotten?.at ?? ''))).toBeLessThan(60_000);
  });

  it('says what failed and why, and what was only partly done', async () => {
    await machine.put(machine.configJson, '{ not json');
    await login(core, registry.registry);
    const credentialId = randomUUID();
    const unknown = core.calls['credentials.check']({ runId: randomUUID(), credentialId });
    await expect(unknown).rejects.toMatchObject({ code: 'CREDENTIAL_UNKNOWN' });
    expect(await list()).toMatchObject([
      { action: 'credentials.check', outcome: 'failed', code: 'CREDENTIAL_UNKNOWN', subjects: [] },
      { action: 'login.start', outcome: 'partly', code: null },
    ]);
  });

  it('names what a diagnosis asked, and whom as; nobody is an empty name', async () => {
    await login(core, registry.registry);
    await core.calls['diagnosis.run']({
      runId: randomUUID(),
      subject: { kind: 'references', references: [registry.registry], credentialId: null },
    });
    const [entry] = await list('diagnosis.run');
    expect(entry).toMatchObject({ outcome: 'done', subjects: [subject()] });
    expect(entry?.automatic).toBeUndefined();
    expect(JSON.stringify(entry)).not.toContain(DEMO_ACCOUNT.password);
  });

  it('finds what has every word, and leaves reading out', async () => {
    await login(core, registry.registry);
    await core.calls['credentials.list'](undefined);
    expect(await list()).toHaveLength(1);
    expect(await list(`LOGIN ${DEMO_ACCOUNT.username}`)).toHaveLength(1);
    expect(await list('logout')).toEqual([]);
  });

  it('L1 holds no secret, is nobody else’s to read, and can be saved', async () => {
    await login(core, registry.registry);
    expect(await core.calls['audit.export'](undefined)).toEqual({ path: '/chosen' });
    const directory = join(machine.home, 'audit');
    const [name = ''] = await readdir(directory);
    expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    const text = await readFile(join(directory, name), 'utf8');
    expect(saved).toEqual({ name: 'pullkeeper-audit.jsonl', text });
    expect(text).not.toContain(DEMO_ACCOUNT.password);
    expect(text).not.toContain(Buffer.from(DEMO_ACCOUNT.password).toString('base64').slice(0, -2));
  });

  it('goes on over files that are set aside, and over a line that is none', async () => {
    const directory = join(machine.home, 'audit');
    const log = new AuditLog({ directory, log: { error: () => expect.fail('not written') } });
    const entry: AuditEntry = {
      id: randomUUID(),
      at: '2026-01-01T00:00:00.000Z',
      who: 'x'.repeat(250),
      action: 'vault.lock',
      subjects: [],
      targets: [],
      outcome: 'done',
      verdict: null,
      code: null,
    };
    for (let at = 0; at < 4_000; at += 1) log.add({ ...entry, action: `vault.lock-${at}` });
    log.add({ ...entry, action: 'last\nline' });
    const found = await log.list('', 2_000);
    expect(found[0]?.action).toBe('last\nline');
    expect(found[1]?.action).toBe('vault.lock-3999');
    expect(found).toHaveLength(2_000);
    expect((await readdir(directory)).sort()).toEqual(['audit.jsonl', 'audit.jsonl.1']);
    await log.close();
  });
});
