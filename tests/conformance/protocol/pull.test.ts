import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPull } from '../../../electron/core/images/pull-check.ts';
import { Secret } from '../../../electron/core/secret.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { BARE_HOST, CANARY } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import { titleOf } from '../edge-cases.ts';
import { auth, makeSandbox, type Sandbox } from '../sandbox.ts';
import { PULL_ROWS, REGISTRY_ROW } from './pull-rows.ts';
import { type ScriptedRegistry, startScriptedRegistry } from './scripted-registry.ts';

const IDENTITY_TOKEN = { username: '<token>', secret: new Secret('t') };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox();
});
afterAll(() => sandbox.remove());

function inspect(image: string, ...options: string[]) {
  return sandbox.run('skopeo', ['inspect', '--raw', ...options, `docker://${image}`]);
}

describe('with an identity token', () => {
  let registry: ScriptedRegistry;
  beforeAll(async () => {
    registry = await startScriptedRegistry();
  });
  afterAll(() => registry.close());

  const tokenMethods = () =>
    registry.asked.filter(({ path }) => path.startsWith('/token')).map(({ method }) => method);

  it.each(PULL_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', async ({ row }) => {
    registry.follow(row.script);
    const auths = { [registry.registry]: row.entry };
    await sandbox.lay({ runtime: JSON.stringify({ auths }) });
    const { code, stderr } = await inspect(`${registry.registry}/org/repo:1`, '--tls-verify=false');
    if (row.theirs === 'found') expect(code, stderr).toBe(0);
    else expect(stderr).toMatch(row.theirs);
    expect(new Set(tokenMethods())).toEqual(new Set(row.asks));

    registry.follow(row.script);
    const image = { registry: registry.registry, repository: 'org/repo', reference: '1' };
    const { reason } = await checkPull(
      { image, plainHttp: true, credential: IDENTITY_TOKEN },
      { host: BARE_HOST, signal: new AbortController().signal },
    );
    expect(reason).toBe(row.ours);
    expect(tokenMethods()).toEqual(row.asks);
  });
});

describe("Debian's docker-registry", () => {
  let authority: Authority;
  let registry: DockerRegistry;
  beforeAll(async () => {
    authority = await createAuthority();
    registry = await startDockerRegistry('basic', CANARY, authority);
    await trustRegistry(sandbox.home, registry);
  });
  afterAll(async () => {
    await registry.close();
    await authority.close();
  });

  it(titleOf(REGISTRY_ROW), async () => {
    const auths = { [registry.registry]: { auth: auth(CANARY.username, CANARY.password) } };
    await sandbox.lay({ runtime: JSON.stringify({ auths }) });
    const { code, stderr } = await inspect(`${registry.registry}/private/hello:none`);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/manifest unknown/);

    const credential = { username: CANARY.username, secret: new Secret(CANARY.password) };
    const ask = async (reference: string) => {
      const image = { registry: registry.registry, repository: 'private/hello', reference };
      const signal = new AbortController().signal;
      const request = { image, plainHttp: false, credential };
      return (await checkPull(request, { host: sandbox.host, signal })).reason;
    };
    expect(await ask('none')).toBe('reference-unknown');
    expect(await ask('1')).toBe('pullable');
  });
});
