import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import type { Agreement } from '../../../electron/core/desktop-side.ts';
import type { Host } from '../../../electron/core/host.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { createAgeFileVault } from '../../../electron/core/vault/age-file.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { createPassphraseCrypt } from '../../../electron/core/vault/passphrase.ts';
import { PRESENCE_MS, Presence } from '../../../electron/core/vault/presence.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { ExportRequest } from '../../../shared/exporting.ts';
import { bundleQuickPassphraseWorker } from '../../support/passphrase-worker.ts';
import {
  createLastingVault,
  createMachine,
  login,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const NEEDED = { code: 'PRESENCE_NEEDED' };
const CANCELLED = { code: 'CANCELLED' };
const PASSPHRASE = 'quiet herons over the marsh';

let worker: string;
let machine: Machine;
let registry: Awaited<ReturnType<typeof startDemoRegistry>>;
let core: TestCore;
let copied: string[];
let isProtected: boolean[];
let questions: Agreement[];
let agrees: boolean;
let credentialId: string;

beforeAll(async () => {
  worker = await bundleQuickPassphraseWorker();
});
beforeEach(async () => {
  machine = await createMachine();
  registry = await startDemoRegistry();
  copied = [];
  isProtected = [];
  questions = [];
  agrees = true;
  const keychain = createLastingVault();
  core = startCore(machine, {
    vaultBackend: 'memory',
    openVault: (backend) => (backend === 'keychain' ? keychain : createMemoryVault()),
    passphraseWorker: worker,
    desktop: {
      copySecret: async (text) => void copied.push(text),
      protectWindow: (on) => void isProtected.push(on),
      agree: async (what) => {
        questions.push(what);
        return agrees;
      },
    },
  });
  credentialId = (await login(core, registry.registry)).credentialId;
});
afterEach(async () => {
  await core.close();
  await registry.close();
  await machine.remove();
});

const confirm = (of: string[] | 'elsewhere' = [credentialId], passphrase: string | null = null) =>
  core.calls['vault.confirm']({ runId: randomUUID(), of, passphrase });
const asked = () => ({ runId: randomUUID(), credentialId });
const move = () => core.calls['vault.move']({ runId: randomUUID() });
const setUp = () => core.calls['vault.set-up']({ runId: randomUUID(), passphrase: PASSPHRASE });

describe('a secret', () => {
  it('is shown once for each confirmation, in a window that cannot be captured meanwhile', async () => {
    await expect(core.calls['secret.reveal'](asked())).rejects.toMatchObject(NEEDED);
    await confirm();
    expect(await core.calls['secret.reveal'](asked())).toEqual({
      secret: DEMO_ACCOUNT.password,
      forMs: 15_000,
    });
    await expect(core.calls['secret.reveal'](asked())).rejects.toMatchObject(NEEDED);
    await core.calls['secret.hide'](undefined);
    expect(isProtected).toEqual([true, false]);
  });

  it('is copied without a way through the page, and written down without it', async () => {
    await expect(core.calls['secret.copy'](asked())).rejects.toMatchObject(NEEDED);
    await confirm();
    expect(await core.calls['secret.copy'](asked())).toBeUndefined();
    expect(copied).toEqual([DEMO_ACCOUNT.password]);
    const log = await core.calls['audit.list']({ query: '', limit: 3 });
    const subjects = [{ username: DEMO_ACCOUNT.username }];
    expect(log).toMatchObject([
      { action: 'secret.copy', outcome: 'done', subjects },
      { action: 'vault.confirm', outcome: 'done', subjects },
      { action: 'secret.copy', outcome: 'failed', code: 'PRESENCE_NEEDED' },
    ]);
    expect(JSON.stringify(log)).not.toContain(DEMO_ACCOUNT.password);
  });

  it('that is in memory, where nothing asks, is handed out when main has asked', async () => {
    agrees = false;
    await confirm();
    await expect(core.calls['secret.copy'](asked())).rejects.toMatchObject(CANCELLED);
    await expect(core.calls['secret.copy'](asked())).rejects.toMatchObject(NEEDED);
    await confirm();
    await expect(core.calls['secret.reveal'](asked())).rejects.toMatchObject(CANCELLED);
    const { username } = DEMO_ACCOUNT;
    const named = { to: 'reveal', registry: registry.registry, username };
    expect(questions).toEqual(['hand-out', named]);
    expect([copied, isProtected]).toEqual([[], []]);
  });
});

it('an export hands nothing out without a confirmation, to the clipboard or to a file', async () => {
  const order: ExportRequest & { acceptsPersonal: boolean } = {
    form: 'login',
    tab: 'podman',
    tool: 'podman',
    shell: 'sh',
    credentialIds: [credentialId],
    name: '',
    namespace: '',
    email: '',
    serviceAccount: '',
    store: '',
    acceptsPersonal: false,
  };
  const copy = () => core.calls['export.copy']({ runId: randomUUID(), ...order });
  await expect(copy()).rejects.toMatchObject(NEEDED);
  await expect(core.calls['export.save']({ runId: randomUUID(), ...order })).rejects.toMatchObject(
    NEEDED,
  );
  expect(copied).toEqual([]);
  await confirm();
  await copy();
  expect(copied).toEqual([expect.stringContaining(DEMO_ACCOUNT.password)]);
  await expect(copy()).rejects.toMatchObject(NEEDED);
});

describe('another store', () => {
  it('is chosen, and a vault file made, when the user has answered main; then that choice needs no more', async () => {
    agrees = false;
    await expect(core.calls['vault.choose']({ backend: 'keychain' })).rejects.toMatchObject(
      CANCELLED,
    );
    await expect(setUp()).rejects.toMatchObject(CANCELLED);
    expect((await readdir(machine.home)).filter((name) => name.endsWith('.age'))).toEqual([]);
    expect(await core.calls['vault.status'](undefined)).toMatchObject({ backend: 'memory' });
    agrees = true;
    await setUp();
    expect(await core.calls['vault.choose']({ backend: 'age-file' })).toMatchObject({
      backend: 'age-file',
      state: 'ok',
    });
    await core.calls['vault.choose']({ backend: 'keychain' });
    expect(questions).toEqual(['use-keychain', 'make-file', 'make-file', 'use-keychain']);
  });

  it('gets the secrets when the user has shown to be the user to those that they leave', async () => {
    await setUp();
    await core.calls['vault.choose']({ backend: 'age-file' });
    await expect(move()).rejects.toMatchObject(NEEDED);
    // That the new one was opened says nothing about the one that is left.
    await confirm([], PASSPHRASE);
    await expect(move()).rejects.toMatchObject(NEEDED);
    await confirm('elsewhere');
    expect(await move()).toEqual({ moved: 1, missing: [] });

    await core.calls['vault.choose']({ backend: 'keychain' });
    await expect(confirm('elsewhere')).rejects.toMatchObject(NEEDED);
    await expect(confirm('elsewhere', 'not the one')).rejects.toMatchObject({
      code: 'STORE_PASSPHRASE_WRONG',
    });
    await expect(move()).rejects.toMatchObject(NEEDED);
    await confirm('elsewhere', PASSPHRASE);
    expect(await move()).toEqual({ moved: 1, missing: [] });
  });

  it('leaves the vault file locked, and so does every lock, whatever it was opened for since', async () => {
    const locked = { code: 'STORE_LOCKED' };
    const check = () => core.calls['credentials.check'](asked());
    const open = async () => {
      await confirm([credentialId], PASSPHRASE);
      expect(await check()).toMatchObject({ verdict: 'verified' });
    };
    await setUp();
    await core.calls['vault.choose']({ backend: 'age-file' });
    await confirm('elsewhere');
    await move();
    await core.calls['vault.choose']({ backend: 'keychain' });
    await expect(check()).rejects.toMatchObject(locked);
    await open();
    await core.lockFile();
    await expect(check()).rejects.toMatchObject(locked);
    await open();
    await core.calls['vault.lock'](undefined);
    await expect(check()).rejects.toMatchObject(locked);

    await confirm('elsewhere', PASSPHRASE);
    await move();
    expect(await core.calls['vault.choose']({ backend: 'age-file' })).toMatchObject({
      backend: 'age-file',
      state: 'locked',
    });
  });

  it('is not memory, where they would end with the app', async () => {
    await expect(move()).rejects.toMatchObject({ code: 'IPC_INVALID_INPUT' });
  });
});

describe('a confirmation', () => {
  let directory: string;
  let now: number;
  let presence: Presence;
  let make: (platform: Host['platform']) => Presence;
  let asks: Agreement[];
  const memory = new Set(['memory'] as const);
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pullkeeper-presence-'));
    now = 0;
    const file = createAgeFileVault({
      directory,
      crypt: createPassphraseCrypt(worker),
      onStatus: () => {},
    });
    await file.setUp(new Secret(PASSPHRASE));
    asks = [];
    make = (platform) =>
      new Presence(
        {
          vaultOf: createMemoryVault,
          ageFile: () => file,
          agree: async (what) => {
            asks.push(what);
            return true;
          },
          platform,
        },
        () => now,
      );
    presence = make('linux');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('counts for the stores that gave it, and no other', async () => {
    const both = new Set(['memory', 'age-file'] as const);
    await presence.confirm(memory, null, {});
    await expect(presence.use(both)).rejects.toMatchObject(NEEDED);
    await presence.confirm(both, new Secret(PASSPHRASE), {});
    await presence.use(memory);
  });

  it('that is under way is waited for: a store tells that it is open before it has ended', async () => {
    const confirming = presence.confirm(memory, null, {});
    await presence.use(memory);
    await confirming;
  });

  it('counts for half a minute', async () => {
    await presence.confirm(memory, null, {});
    now = PRESENCE_MS;
    await expect(presence.use(memory)).rejects.toMatchObject(NEEDED);
    await presence.confirm(memory, null, {});
    now += PRESENCE_MS - 1;
    await presence.use(memory);
  });

  it('is asked for by main where the desktop’s keychain opens without a question', async () => {
    const keychain = new Set(['keychain'] as const);
    await presence.confirm(keychain, null, {});
    await presence.use(keychain);
    expect(asks).toEqual([]);
    const elsewhere = make('darwin');
    await elsewhere.confirm(keychain, null, {});
    await elsewhere.use(keychain);
    expect(asks).toEqual(['hand-out']);
  });
});
