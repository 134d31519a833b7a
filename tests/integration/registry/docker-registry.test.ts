import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { BARE_HOST, CANARY, check } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';

describe.each(['basic', 'token'] as const)("Debian's docker-registry, %s auth", (auth) => {
  let authority: Authority;
  let registry: DockerRegistry;
  let home: string;
  beforeAll(async () => {
    authority = await createAuthority();
    registry = await startDockerRegistry(auth, CANARY, authority);
    home = await mkdtemp(join(tmpdir(), 'pullkeeper-home-'));
  });
  afterAll(async () => {
    await registry.close();
    await authority.close();
    await rm(home, { recursive: true });
  });

  test('N7: is not trusted until its authority is in certs.d', async () => {
    const host = { ...BARE_HOST, home };
    // Its token server is on another address: trusted by the registry's certs.d, and asked about.
    const options = { host, plainHttp: false, askRealm: async () => true };
    expect((await check(registry.registry, options)).result.reason).toBe('tls-untrusted');
    await trustRegistry(home, registry);
    expect((await check(registry.registry, options)).result).toMatchObject({
      verdict: 'verified',
      reason: auth === 'basic' ? 'basic-accepted' : 'token-issued',
    });
  });

  test('rejects a wrong password, and an unknown user', async () => {
    const options = { host: { ...BARE_HOST, home }, askRealm: async () => true };
    await trustRegistry(home, registry);
    for (const change of [{ password: 'wrong-password' }, { username: 'nobody' }]) {
      const { result } = await check(registry.registry, {
        ...options,
        plainHttp: false,
        ...change,
      });
      expect(result).toMatchObject({ verdict: 'rejected', reason: 'credential-rejected' });
    }
  });

  test('tells a client without TLS that it wants TLS', async () => {
    const { result } = await check(registry.registry);
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'tls-on-http-port' });
  });
});
