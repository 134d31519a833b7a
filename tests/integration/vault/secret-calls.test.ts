import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { Presence } from '../../../electron/core/vault/presence.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { createMachine, login, type Machine, startCore, type TestCore } from '../core/support.ts';

let machine: Machine;
let registry: Awaited<ReturnType<typeof startDemoRegistry>>;
let core: TestCore;
let copied: string[];
let isProtected: boolean[];
let credentialId: string;

beforeEach(async () => {
  machine = await createMachine();
  registry = await startDemoRegistry();
  copied = [];
  isProtected = [];
  core = startCore(machine, {
    desktop: {
      copySecret: async (text) => void copied.push(text),
      protectWindow: (on) => void isProtected.push(on),
    },
  });
  credentialId = (await login(core, registry.registry)).credentialId;
});
afterEach(async () => {
  await core.close();
  await registry.close();
  await machine.remove();
});

const confirm = () =>
  core.calls['vault.confirm']({ runId: randomUUID(), credentialId, passphrase: null });
const asked = () => ({ runId: randomUUID(), credentialId });

it('a secret is shown once for each confirmation, in a window that cannot be captured meanwhile', async () => {
  const needed = { code: 'PRESENCE_NEEDED' };
  await expect(core.calls['secret.reveal'](asked())).rejects.toMatchObject(needed);
  await confirm();
  expect(await core.calls['secret.reveal'](asked())).toEqual({
    secret: DEMO_ACCOUNT.password,
    forMs: 15_000,
  });
  await expect(core.calls['secret.reveal'](asked())).rejects.toMatchObject(needed);
  await core.calls['secret.hide'](undefined);
  expect(isProtected).toEqual([true, false]);
});

it('a secret is copied without a way through the page, and written down without it', async () => {
  await expect(core.calls['secret.copy'](asked())).rejects.toMatchObject({
    code: 'PRESENCE_NEEDED',
  });
  await confirm();
  expect(await core.calls['secret.copy'](asked())).toBeUndefined();
  expect(copied).toEqual([DEMO_ACCOUNT.password]);
  const log = await core.calls['audit.list']({ query: 'secret.', limit: 10 });
  expect(log).toMatchObject([
    { action: 'secret.copy', outcome: 'done', subjects: [{ username: DEMO_ACCOUNT.username }] },
    { action: 'secret.copy', outcome: 'failed', code: 'PRESENCE_NEEDED' },
  ]);
  expect(JSON.stringify(log)).not.toContain(DEMO_ACCOUNT.password);
});

it('a confirmation for one store opens no other: in memory nothing asks', async () => {
  const presence = new Presence();
  const confirmMemory = () =>
    presence.confirm(createMemoryVault(), () => expect.fail('no file'), null, {});
  await confirmMemory();
  expect(() => presence.use('keychain')).toThrow(
    expect.objectContaining({ code: 'PRESENCE_NEEDED' }),
  );
  await confirmMemory();
  expect(() => presence.use('memory')).not.toThrow();
});

it('secrets are not moved into memory, where they would end with the app', async () => {
  await expect(core.calls['vault.move']({ runId: randomUUID() })).rejects.toMatchObject({
    code: 'IPC_INVALID_INPUT',
  });
});
