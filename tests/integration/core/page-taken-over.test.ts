import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../../electron/core/desktop-side.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { CredentialIndex } from '../../../electron/core/vault/index.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import { DEFAULT_PROXY, type ProxySettings } from '../../../shared/proxy.ts';
import { DEFAULT_RED_HAT, RED_HAT_API, RED_HAT_ISSUER } from '../../../shared/red-hat-settings.ts';
import { type HostileServer, send, startHostileServer } from '../../support/hostile-server.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import {
  auth,
  createLastingVault,
  createMachine,
  createStorage,
  draftFor,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

/** Nobody has it: what is asked for there comes to the attacker's proxy. */
const REGISTRY = 'registry.corp.invalid';
const VICTIM = { username: 'victim', secret: 'canary-of-the-victim' };
const CANCELLED = { code: 'CANCELLED' };

/** A proxy that answers as every registry, in clear and behind a certificate of its own. */
interface EvilProxy {
  readonly url: string;
  /** Each login that was sent through it: `registry user:secret`. */
  readonly stolen: string[];
  close(): Promise<void>;
}

let authority: Authority;
let behindTls: HostileServer;
let evil: EvilProxy;
let machine: Machine;
let core: TestCore;
let index: ReturnType<typeof createStorage>;
let victimId: string;
let questions: Agreement[];
/** What the user says yes to. */
let agrees: (what: Agreement) => boolean;

beforeAll(async () => {
  authority = await createAuthority();
  const { cert, key } = await authority.issue({ names: [REGISTRY] });
  behindTls = await startHostileServer(
    ({ headers }, response) => send(response, answerTo(headers.authorization)),
    { certificate: { cert: cert + authority.ca, key } },
  );
});
afterAll(async () => {
  await behindTls.close();
  await authority.close();
});

beforeEach(async () => {
  [machine, evil] = await Promise.all([createMachine(), startEvilProxy()]);
  questions = [];
  agrees = () => true;
  const vault = createLastingVault();
  index = createStorage();
  const store = new CredentialIndex(index);
  const keep = async (change: Partial<CredentialMeta>, secret: string) => {
    const id = randomUUID();
    const now = new Date().toISOString();
    await vault.set(id, new Secret(secret));
    const meta: CredentialMeta = {
      id,
      registry: REGISTRY,
      plainHttp: false,
      username: VICTIM.username,
      kind: 'other',
      label: '',
      createdAt: now,
      updatedAt: now,
      lastCheck: null,
      targets: [],
      ...change,
    };
    store.commitSave(meta, vault.backend);
    return id;
  };
  // Another login at the same registry, of which the user has said that it goes in clear.
  await keep({ username: 'other', plainHttp: true }, 'of-the-other');
  victimId = await keep({}, VICTIM.secret);
  core = startCore(machine, {
    vault,
    index,
    desktop: {
      agree: async (what) => {
        questions.push(what);
        return agrees(what);
      },
    },
  });
});
afterEach(async () => {
  await core.close();
  await evil.close();
  await machine.remove();
});

function answerTo(authorization: string | undefined) {
  return authorization === undefined
    ? { status: 401, headers: { 'www-authenticate': 'Basic realm="evil"' } }
    : { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
}

async function startEvilProxy(): Promise<EvilProxy> {
  const stolen: string[] = [];
  const note = ({ url = '', headers }: IncomingMessage) => {
    const [, pair] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
    if (pair) stolen.push(`${new URL(url).host} ${Buffer.from(pair, 'base64')}`);
  };
  const server = createServer((request, response) => {
    note(request);
    send(response, answerTo(request.headers.authorization));
  });
  server.on('connect', (_request, socket) => {
    const { port } = new URL(behindTls.origin);
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stolen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const runId = () => randomUUID();
const throughEvil = (): ProxySettings => ({ ...DEFAULT_PROXY, mode: 'manual', url: evil.url });
const setProxy = (settings = throughEvil(), password?: string) =>
  core.calls['proxy.set']({ settings, ...(password !== undefined && { password }) });
const proxySet = async () => (await core.calls['proxy.get'](undefined)).settings;

describe('a proxy', () => {
  it('is set only when the user has said so in a window of main’s own that names it', async () => {
    agrees = () => false;
    await expect(setProxy()).rejects.toMatchObject(CANCELLED);
    expect(await proxySet()).toEqual(DEFAULT_PROXY);
    // Nor by way of a mode in which it is not used yet.
    await setProxy({ ...throughEvil(), mode: 'off' });
    await expect(setProxy()).rejects.toMatchObject(CANCELLED);
    expect(questions).toEqual([
      { to: 'proxy', proxy: evil.url },
      { to: 'proxy', proxy: evil.url },
    ]);
    agrees = () => true;
    await setProxy();
    questions = [];
    await setProxy({ ...throughEvil(), noProxy: 'quay.io' });
    expect(questions).toEqual([]);
  });

  it('is told the password of no other proxy, and of no other user', async () => {
    const corporate = { ...throughEvil(), url: 'https://proxy.corp.invalid:3128', username: 'u' };
    const hasPassword = async (settings: typeof corporate) =>
      (await core.calls['proxy.set']({ settings })).hasPassword;
    await setProxy(corporate, 'of-the-proxy');
    expect(await hasPassword({ ...corporate, noProxy: 'quay.io' })).toBe(true);
    expect(await hasPassword({ ...corporate, url: evil.url })).toBe(false);
    await setProxy(corporate, 'of-the-proxy');
    expect(await hasPassword({ ...corporate, username: 'x' })).toBe(false);
    await setProxy(corporate, 'of-the-proxy');
    expect(await hasPassword({ ...corporate, username: '' })).toBe(false);
    expect(await hasPassword(corporate)).toBe(false);
    // One without its user would be sent with whatever user comes next.
    await setProxy({ ...corporate, username: '' }, 'of-nobody');
    expect(await hasPassword(corporate)).toBe(false);
  });
});

describe('behind a proxy that an attacker has, a stored secret does not go in clear', () => {
  beforeEach(async () => {
    await setProxy();
    questions = [];
  });

  it('as another login of the registry does', async () => {
    const image = `${REGISTRY}/a/b`;
    await core.calls['images.check']({ runId: runId(), image, credentialId: victimId });
    await core.calls['credentials.check']({ runId: runId(), credentialId: victimId });
    const { draftId } = await core.calls['pull-secret.begin'](undefined);
    await core.calls['pull-secret.add']({
      runId: runId(),
      draftId,
      credentialIds: [victimId],
      acceptsPersonal: false,
    });
    await core.calls['pull-secret.check']({ runId: runId(), draftId, keys: null });
    expect(evil.stolen).toEqual([]);
  });

  it('as the text that is diagnosed has `http://`, or its host a login in clear', async () => {
    await machine.put(
      machine.authJson,
      JSON.stringify({
        auths: {
          'tools.corp.invalid': { auth: auth('tool', 'of-the-tool') },
          [REGISTRY]: { auth: auth('tool', 'of-the-tool') },
        },
      }),
    );
    for (const reference of ['http://tools.corp.invalid', `http://${REGISTRY}`]) {
      await core.calls['diagnosis.run']({
        runId: runId(),
        subject: { kind: 'references', references: [reference], credentialId: null },
      });
    }
    expect(evil.stolen.filter((each) => each.includes('of-the-tool'))).toEqual([]);
    expect(evil.stolen.filter((each) => each.includes(VICTIM.secret))).toEqual([]);
  });

  it('as an adopted entry does not take over what was said of another user', async () => {
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { [REGISTRY]: { auth: auth('tool', 'of-the-tool') } } }),
    );
    const adopted = { runId: runId(), targetId: 'runtime', key: REGISTRY };
    const { credentialId } = await core.calls['credentials.adopt'](adopted);
    await core.calls['credentials.check']({ runId: runId(), credentialId });
    expect(evil.stolen).toEqual([]);
  });

  it('as a page says so: main asks, naming the registry', async () => {
    const registry = 'fresh.corp.invalid';
    const start = (change: Parameters<typeof draftFor>[1]) =>
      core.calls['login.start']({
        runId: runId(),
        draft: draftFor(registry, { username: 'victim', secret: 'typed', ...change }),
        commit: { targetIds: [] },
      });
    agrees = () => false;
    await expect(start({})).rejects.toMatchObject(CANCELLED);
    expect(questions).toEqual([{ to: 'plain-http', registry }]);
    expect(evil.stolen).toEqual([]);
    // A public registry has TLS, and so has one that comes along with another.
    const { check } = await start({ registry: 'quay.io' });
    expect(check.verdict).not.toBe('verified');
    agrees = () => true;
    questions = [];
    await start({ alsoFor: ['also.corp.invalid'] });
    await start({});
    expect(questions).toEqual([{ to: 'plain-http', registry }]);
    const marked = (await core.calls['credentials.list'](undefined))
      .filter(({ plainHttp, username }) => plainHttp && username === 'victim')
      .map((each) => each.registry);
    expect(marked).toEqual([registry]);
  });
});

it('a certificate is trusted only when the user has said so to main, which names it', async () => {
  agrees = (what) => typeof what === 'object' && what.to === 'proxy';
  await setProxy();
  const of = runId();
  await core.calls['diagnosis.run']({
    runId: of,
    subject: { kind: 'references', references: [REGISTRY], credentialId: victimId },
  });
  const about = { of, name: REGISTRY };
  // The way that was taken then is the one that counts.
  await setProxy(DEFAULT_PROXY);
  const { certificates } = await core.calls['diagnosis.certificates'](about);
  const offered = certificates.find(({ refused }) => refused === null);
  const { fingerprint = '', subject = '' } = offered ?? {};
  expect(subject).toBe('CN=Pullkeeper test CA');
  await expect(core.calls['diagnosis.trust']({ ...about, fingerprint })).rejects.toMatchObject(
    CANCELLED,
  );
  expect(questions.at(-1)).toEqual({
    to: 'trust-behind-proxy',
    registry: REGISTRY,
    subject,
    fingerprint,
    proxy: evil.url,
  });
  expect(await readdir(machine.home)).not.toContain('.config');
  agrees = () => true;
  await setProxy();
  await core.calls['credentials.check']({ runId: runId(), credentialId: victimId });
  expect(behindTls.received.filter(({ authorization }) => authorization !== undefined)).toEqual([]);

  await core.calls['diagnosis.trust']({ ...about, fingerprint });
  expect(
    await readdir(join(machine.home, '.config', 'containers', 'certs.d', REGISTRY)),
  ).toHaveLength(1);
});

it('a confirmation that was given for a copy shows nothing: main names what is to be shown', async () => {
  const confirm = () =>
    core.calls['vault.confirm']({ runId: runId(), of: [victimId], passphrase: null });
  const reveal = () => core.calls['secret.reveal']({ runId: runId(), credentialId: victimId });
  agrees = () => false;
  await confirm();
  expect(questions).toEqual([]);
  await expect(reveal()).rejects.toMatchObject(CANCELLED);
  expect(questions).toEqual([{ to: 'reveal', registry: REGISTRY, username: VICTIM.username }]);
  await expect(reveal()).rejects.toMatchObject({ code: 'PRESENCE_NEEDED' });
  agrees = () => true;
  await confirm();
  expect(await reveal()).toMatchObject({ secret: VICTIM.secret });
});

it('tokens and new secrets go to Red Hat, or where the user has said to main', async () => {
  const configure = (change: Partial<typeof DEFAULT_RED_HAT>) =>
    core.calls['red-hat.configure']({ settings: { ...DEFAULT_RED_HAT, ...change } });
  const evils = {
    issuer: 'https://sso.evil.invalid/realm',
    apiBase: 'https://api.evil.invalid',
    registry: 'registry.evil.invalid',
  };
  agrees = () => false;
  for (const [name, address] of Object.entries(evils)) {
    await expect(configure({ [name]: address })).rejects.toMatchObject(CANCELLED);
    expect(questions.at(-1)).toMatchObject({ to: 'red-hat', [name]: address });
  }
  expect(await core.calls['red-hat.status'](undefined)).toMatchObject({
    settings: DEFAULT_RED_HAT,
  });
  questions = [];
  await configure({ clientId: 'ours', issuer: RED_HAT_ISSUER, apiBase: RED_HAT_API });
  await configure({});
  expect(questions).toEqual([]);
  agrees = () => true;
  await configure(evils);
  await configure({ ...evils, clientId: 'ours' });
  expect(questions).toEqual([{ to: 'red-hat', ...evils }]);
});
