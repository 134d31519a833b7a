import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RED_HAT_SESSION } from '../../../electron/core/service-accounts/vault-items.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { createLastingVault } from '../core/support.ts';
import { ADMIN, configure, createWorld, STRANGER, USER, type World } from './support.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.remove());

const runId = () => randomUUID();
const list = (core: ReturnType<World['start']>) =>
  core.calls['service-accounts.remote-list']({ runId: runId(), offset: 0 });

describe('the sign-in at a real OpenID provider', () => {
  test('without settings there is nothing to sign in to', async () => {
    const { calls } = world.start();
    expect(await calls['red-hat.status'](undefined)).toMatchObject({
      state: 'not-configured',
      account: null,
      settings: { clientId: '', issuer: '', apiBase: '' },
    });
    await expect(calls['red-hat.sign-in']({ runId: runId() })).rejects.toMatchObject({
      code: 'RED_HAT_NOT_CONFIGURED',
    });
    await expect(list(world.start())).rejects.toMatchObject({ code: 'RED_HAT_NOT_CONFIGURED' });
  });

  test('goes through the browser with PKCE, state and nonce, to a port of this machine', async () => {
    const { calls } = world.start();
    expect(await configure(world.start(), world)).toMatchObject({ state: 'signed-out' });
    expect(await calls['red-hat.sign-in']({ runId: runId() })).toMatchObject({
      state: 'signed-in',
      account: { username: 'ann', organization: '4711', role: 'org-admin' },
    });
    const [page = ''] = world.opened;
    const { origin, searchParams } = new URL(page);
    expect(origin).toBe(world.provider.issuer);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    });
    // The port is closed again.
    await expect(fetch(searchParams.get('redirect_uri') ?? '')).rejects.toThrow();
  });

  test('S1: the refresh token is in the store alone, the access token nowhere', async () => {
    const core = await world.signedIn(USER);
    await list(core);
    const refresh = (await world.vault.get(RED_HAT_SESSION))?.reveal() ?? '';
    expect(refresh.length).toBeGreaterThan(20);
    expect(world.provider.issued.size).toBeGreaterThan(0);
    const kept = [
      ...(['index', 'red-hat', 'rotations'] as const).map((name) => world.document(name).text()),
      JSON.stringify(core.events),
      await core.logged(),
    ].join();
    for (const token of [refresh, ...world.provider.issued]) expect(kept).not.toContain(token);
  });

  test('a page that comes with another state is refused, and the right one still counts', async () => {
    const answers: number[] = [];
    world.browser = async (url) => {
      const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
      answers.push((await fetch(`${redirect}?code=stolen&state=guessed`)).status);
      answers.push((await fetch(redirect.replace('/callback', '/other'))).status);
      answers.push((await fetch(redirect, { method: 'POST' })).status);
      await world.provider.browse(url);
    };
    const core = await world.signedIn(ADMIN);
    expect(answers).toEqual([400, 404, 404]);
    expect((await list(core)).accounts).toEqual([]);
  });

  test('a refusal in the browser is told with its reason', async () => {
    world.browser = async (url) => {
      const asked = new URL(url).searchParams;
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('state', asked.get('state') ?? '');
      back.searchParams.set('iss', world.provider.issuer);
      await fetch(back);
    };
    await expect(world.signedIn(ADMIN)).rejects.toMatchObject({
      code: 'RED_HAT_SIGN_IN_FAILED',
      context: { reason: 'access_denied' },
    });
  });

  test('is cancelled while the browser is open', async () => {
    const core = world.start();
    await configure(core, world);
    const id = runId();
    world.browser = () => core.calls['run.cancel']({ runId: id });
    await expect(core.calls['red-hat.sign-in']({ runId: id })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  test('N1: an issuer that points to another origin gets no request there', async () => {
    const elsewhere: string[] = [];
    const thief = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const { port } = thief.address() as { port: number };
    const issuer = createServer((_request, response) => {
      const { port: own } = issuer.address() as { port: number };
      const at = `http://127.0.0.1:${own}`;
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          issuer: at,
          authorization_endpoint: `http://127.0.0.1:${port}/authorize`,
          token_endpoint: `http://127.0.0.1:${port}/token`,
          jwks_uri: `http://127.0.0.1:${port}/keys`,
          response_types_supported: ['code'],
        }),
      );
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    try {
      const core = world.start();
      const { settings } = await configure(core, world);
      const { port: own } = issuer.address() as { port: number };
      await core.calls['red-hat.configure']({
        settings: { ...settings, issuer: `http://127.0.0.1:${own}` },
      });
      await expect(core.calls['red-hat.sign-in']({ runId: runId() })).rejects.toMatchObject({
        code: 'RED_HAT_SIGN_IN_FAILED',
        context: { reason: 'other-origin', host: `127.0.0.1:${port}` },
      });
      expect([elsewhere, world.opened]).toEqual([[], []]);
    } finally {
      thief.close();
      issuer.close();
    }
  });
});

describe('a sign-in that lasts', () => {
  test('goes on after a restart, by the refresh token', async () => {
    const before = await world.signedIn(USER);
    await before.abandon();
    const core = world.start();
    expect(await core.calls['red-hat.status'](undefined)).toMatchObject({
      state: 'signed-in',
      account: { username: 'uma', role: 'user' },
    });
    world.api.put(USER, 'ci');
    expect((await list(core)).accounts).toMatchObject([{ name: 'ci' }]);
    expect(world.opened).toHaveLength(1);
  });

  test('gets another access token when the service takes the one at hand no more', async () => {
    const core = await world.signedIn(USER);
    await list(core);
    world.provider.expireAccess();
    await expect(list(core)).resolves.toEqual({ accounts: [], nextOffset: null });
    // One use each: two requests at the same time must not spend it twice.
    world.provider.expireAccess();
    await expect(Promise.all([list(core), list(core)])).resolves.toHaveLength(2);
  });

  test('that the provider ended is told, and nothing is asked with it again', async () => {
    const core = await world.signedIn(USER);
    world.provider.expireAccess();
    world.provider.endSessions();
    await expect(list(core)).rejects.toMatchObject({ code: 'RED_HAT_SIGNED_OUT' });
  });

  test('ends with a sign-out: the store has nothing, the provider takes it no more', async () => {
    const core = await world.signedIn(STRANGER);
    const refresh = (await world.vault.get(RED_HAT_SESSION))?.reveal() ?? '';
    expect(await core.calls['red-hat.sign-out'](undefined)).toMatchObject({
      state: 'signed-out',
      account: null,
    });
    expect(await world.vault.get(RED_HAT_SESSION)).toBeNull();
    await expect(list(core)).rejects.toMatchObject({ code: 'RED_HAT_SIGNED_OUT' });
    const again = await fetch(`${world.provider.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refresh,
        client_id: 'pullkeeper-test',
      }),
    });
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('S4: moves with the secrets to another store', async () => {
    const [memory, keychain] = [createMemoryVault(), createLastingVault()];
    const core = world.start({
      vaultBackend: 'memory',
      openVault: (backend) => (backend === 'keychain' ? keychain : memory),
    });
    await configure(core, world);
    await core.calls['red-hat.sign-in']({ runId: runId() });
    await core.calls['vault.choose']({ backend: 'keychain' });
    await core.calls['vault.confirm']({ runId: runId(), of: 'elsewhere', passphrase: null });
    await core.calls['vault.move']({ runId: runId() });
    await core.abandon();
    const later = world.start({ vaultBackend: 'keychain', openVault: () => keychain });
    expect((await list(later)).accounts).toEqual([]);
  });

  test('ends with other settings, and offline too', async () => {
    const core = await world.signedIn(USER);
    const { settings } = await core.calls['red-hat.status'](undefined);
    await world.provider.close();
    expect(
      await core.calls['red-hat.configure']({ settings: { ...settings, clientId: 'another' } }),
    ).toMatchObject({ state: 'signed-out' });
    expect(await world.vault.get(RED_HAT_SESSION)).toBeNull();
  });

  test('an issuer that is not there is told as such', async () => {
    await world.provider.close();
    await expect(world.signedIn(USER)).rejects.toMatchObject({
      code: 'RED_HAT_UNREACHABLE',
      context: { reason: 'connection-refused' },
      retryable: true,
    });
  });
});

describe('a connection that an administrator set', () => {
  test('counts, cannot be changed, and a sign-in with another one is none with it', async () => {
    const before = await world.signedIn(USER);
    const { settings } = await before.calls['red-hat.status'](undefined);
    const redHat = { ...settings, clientId: 'of-the-company' };
    const core = world.start({ managed: { redHat } });
    expect(await core.calls['red-hat.status'](undefined)).toEqual({
      settings: redHat,
      state: 'signed-out',
      account: null,
    });
    await expect(list(core)).rejects.toMatchObject({ code: 'RED_HAT_SIGNED_OUT' });
    await expect(core.calls['red-hat.configure']({ settings })).rejects.toMatchObject({
      code: 'SETTING_MANAGED',
      context: { field: 'redHat' },
    });
  });

  test('is signed in with as any other', async () => {
    const { settings } = await (await world.signedIn(USER)).calls['red-hat.status'](undefined);
    const core = world.start({ managed: { redHat: settings } });
    expect(await core.calls['red-hat.status'](undefined)).toMatchObject({ state: 'signed-in' });
    await list(core);
  });
});
