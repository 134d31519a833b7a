import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import { readRegistryTrust, secureContextFor } from '../../../electron/core/registry/trust.ts';

let root: string;
let host: Host;
let etc: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pullkeeper-trust-'));
  host = { env: {}, home: join(root, 'home'), uid: 1000, platform: 'linux' };
  etc = join(root, 'etc');
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text = path): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

describe('N7: the certs.d directory of a registry', () => {
  test('none', async () => {
    expect(await readRegistryTrust('quay.io', host, etc)).toEqual({
      directory: null,
      authorities: [],
      clients: [],
    });
  });

  test('the first that exists counts alone, as for containers/image', async () => {
    const places = [
      'etc/docker/certs.d/quay.io/ca.crt',
      'etc/containers/certs.d/quay.io/ca.crt',
      'home/.config/containers/certs.d/quay.io/ca.crt',
    ];
    for (const place of places) {
      await write(place);
      expect((await readRegistryTrust('quay.io', host, etc)).authorities).toEqual([place]);
    }
  });

  test('the docker daemon looks elsewhere: root in /etc/docker, a user in the home directory', async () => {
    const places = [
      'etc/docker/certs.d/quay.io/ca.crt',
      'etc/containers/certs.d/quay.io/ca.crt',
      'home/.config/containers/certs.d/quay.io/ca.crt',
      'home/.config/docker/certs.d/quay.io/ca.crt',
    ];
    for (const place of places) await write(place);
    const read = async (rules: 'docker' | 'docker-rootless') =>
      (await readRegistryTrust('quay.io', host, etc, rules)).authorities;
    expect(await read('docker')).toEqual([places[0]]);
    expect(await read('docker-rootless')).toEqual([places[3]]);
  });

  test('is named after the registry, port included', async () => {
    await write('etc/containers/certs.d/quay.io:8443/ca.crt');
    expect((await readRegistryTrust('quay.io', host, etc)).directory).toBeNull();
    expect((await readRegistryTrust('quay.io:8443', host, etc)).authorities).toHaveLength(1);
  });

  test('*.crt are authorities, *.cert and *.key of one name a client certificate, the rest is nothing', async () => {
    const place = 'etc/containers/certs.d/quay.io';
    for (const name of ['b.crt', 'a.crt', 'me.cert', 'me.key', 'notes.txt', 'ca.pem']) {
      await write(`${place}/${name}`, name);
    }
    expect(await readRegistryTrust('quay.io', host, etc)).toEqual({
      directory: join(root, place),
      authorities: ['a.crt', 'b.crt'],
      clients: [{ cert: 'me.cert', key: 'me.key' }],
    });
  });

  test('a place that is no directory stops everything', async () => {
    await write('etc/containers/certs.d/quay.io');
    await expect(readRegistryTrust('quay.io', host, etc)).rejects.toThrow('ENOTDIR');
  });
});

describe('N7: the authorities of the system', () => {
  const nothing = { directory: null, authorities: [], clients: [] };

  test('are read once, and again when the bundle changes', async () => {
    await write('bundle.pem', '');
    const named = { ...host, env: { SSL_CERT_FILE: join(root, 'bundle.pem') } };
    const first = await secureContextFor(nothing, named);
    expect(await secureContextFor(nothing, named)).toBe(first);
    await write('bundle.pem', '# another\n');
    expect(await secureContextFor(nothing, named)).not.toBe(first);
  });

  test('are one context with those of a registry, also built once', async () => {
    const trust = { ...nothing, authorities: [rootCertificates[0] ?? ''] };
    const first = await secureContextFor(trust, host);
    expect(first).not.toBe(await secureContextFor(nothing, host));
    expect(await secureContextFor(trust, host)).toBe(first);
    const other = { ...nothing, authorities: [rootCertificates[1] ?? ''] };
    expect(await secureContextFor(other, host)).not.toBe(first);
  });

  test('a named bundle that is missing is an error, not another bundle', async () => {
    const named = { ...host, env: { SSL_CERT_FILE: join(root, 'missing.pem') } };
    await expect(secureContextFor(nothing, named)).rejects.toThrow('missing.pem: ENOENT');
  });

  test("without a bundle the platform's own list stands in", async () => {
    const windows: Host = { ...host, platform: 'win32' };
    expect(await secureContextFor(nothing, windows)).toBeDefined();
  });
});
