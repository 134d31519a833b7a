import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_PROXY, type ProxySettings } from '../../../shared/proxy.ts';
import { type HostileServer, scripted, startHostileServer } from '../../support/hostile-server.ts';
import { type ProxyServer, startProxy } from '../../support/proxy.ts';
import { createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';

const ACCOUNT = { username: 'proxy user', password: 'proxy-canary:päss' };
const NAME = 'registry.inside.invalid';

let machine: Machine;
let proxy: ProxyServer;
let place: HostileServer;
/** The registry's name, which the proxy alone can resolve. */
let registry: string;
const cores: TestCore[] = [];

beforeEach(async () => {
  [machine, proxy, place] = await Promise.all([
    createMachine(),
    startProxy({ account: ACCOUNT, hosts: { [NAME]: '127.0.0.1' } }),
    startHostileServer(scripted({})),
  ]);
  registry = `${NAME}:${place.authority.split(':').at(-1)}`;
});
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
  await Promise.all([proxy.close(), place.close()]);
  await machine.remove();
});

function start(options: Parameters<typeof startCore>[1] = {}): TestCore {
  const core = startCore(machine, options);
  cores.push(core);
  return core;
}

/** How a login through this core ends. */
async function login({ calls }: TestCore): Promise<string> {
  const { check } = await calls['login.start']({
    runId: randomUUID(),
    commit: null,
    draft: {
      registry,
      plainHttp: true,
      kind: 'other',
      username: 'user',
      secret: 'a secret',
      label: '',
    },
  });
  return check.reason;
}

const manual = (): ProxySettings => ({
  ...DEFAULT_PROXY,
  mode: 'manual',
  url: proxy.url,
  username: ACCOUNT.username,
});

describe('the proxy that the user sets', () => {
  test('is used with the password from the store, which is told to nobody', async () => {
    const core = start();
    const { calls } = core;
    expect(await login(core)).toMatch(/^dns-/);
    const state = await calls['proxy.set']({ settings: manual(), password: ACCOUNT.password });
    expect(state).toMatchObject({ settings: manual(), hasPassword: true });
    expect(await login(core)).toBe('token-issued');
    // Setting it again keeps the password; taking it away is told from that.
    expect(await calls['proxy.set']({ settings: manual() })).toMatchObject({ hasPassword: true });
    expect(await login(core)).toBe('token-issued');
    const said = JSON.stringify([state, await calls['proxy.get'](undefined), core.events]);
    expect(said + (await core.logged())).not.toContain('proxy-canary');
    await calls['proxy.set']({ settings: manual(), password: null });
    expect(await login(core)).toBe('proxy-authentication');
  });

  test('off, although the environment names one', async () => {
    const core = start({ host: { ...machine.host, env: { HTTP_PROXY: proxy.url } } });
    expect(await login(core)).toBe('proxy-authentication');
    await core.calls['proxy.set']({ settings: { ...DEFAULT_PROXY, mode: 'off' } });
    expect(await login(core)).toMatch(/^dns-/);
  });

  test('as the desktop says', async () => {
    const asked: string[] = [];
    const core = start({
      desktop: {
        resolveProxy: async (url) => {
          asked.push(url);
          return `PROXY ${proxy.host}`;
        },
      },
    });
    await core.calls['proxy.set']({ settings: { ...DEFAULT_PROXY, mode: 'system' } });
    expect(await login(core)).toBe('proxy-authentication');
    expect(asked).toEqual([`http://${registry}/v2/`]);
  });
});

test('the tester tells the way of the app and that of the tools, and the rule', async () => {
  const env = { HTTPS_PROXY: 'http://u:proxy-canary@env.example:1', NO_PROXY: '.corp.example' };
  const { calls } = start({ host: { ...machine.host, env } });
  const settings = { ...manual(), noProxy: 'quay.io' };
  const ask = (host: string, plainHttp = false) =>
    calls['proxy.test']({ host, plainHttp, settings });
  expect(await ask('a.corp.example:5000')).toEqual({
    app: { proxy: proxy.url, rule: 'proxy', detail: 'manual' },
    tools: { proxy: null, rule: 'no-proxy', detail: '.corp.example' },
  });
  expect(await ask('quay.io')).toEqual({
    app: { proxy: null, rule: 'no-proxy', detail: 'quay.io' },
    tools: { proxy: 'http://env.example:1', rule: 'proxy', detail: 'HTTPS_PROXY' },
  });
  expect((await ask('quay.io', true)).tools).toEqual({ proxy: null, rule: 'none', detail: '' });
  await expect(ask('not a host')).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
  expect(await proxy.requests()).toEqual([]);
});

test('a proxy that an administrator set counts, and takes the user`s password alone', async () => {
  const asked: unknown[] = [];
  const core = start({
    managed: { proxy: manual() },
    desktop: {
      agree: async (what) => {
        asked.push(what);
        return true;
      },
    },
  });
  expect(await core.calls['proxy.get'](undefined)).toMatchObject({ settings: manual() });
  await expect(
    core.calls['proxy.set']({ settings: { ...manual(), url: 'http://127.0.0.1:9' } }),
  ).rejects.toMatchObject({ code: 'SETTING_MANAGED', context: { field: 'proxy' } });
  expect(await login(core)).toBe('proxy-authentication');
  await core.calls['proxy.set']({ settings: manual(), password: ACCOUNT.password });
  expect(await login(core)).not.toBe('proxy-authentication');
  expect(await proxy.requests()).not.toEqual([]);
  expect(asked).not.toContainEqual(expect.objectContaining({ to: 'proxy' }));
});
