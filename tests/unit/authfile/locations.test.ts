import { describe, expect, test } from 'vitest';
import { locations, systemLocations } from '../../../electron/core/authfile/locations.ts';
import type { Host } from '../../../electron/core/host.ts';
import { targetId } from '../../../shared/target.ts';

const linux = (env: Host['env'] = {}, uid = 1000): Host => ({
  env,
  home: '/home/alice',
  uid,
  platform: 'linux',
});
const paths = (host: Host) => Object.fromEntries(locations(host).map(({ id, path }) => [id, path]));
const preferred = (host: Host) =>
  locations(host)
    .filter((each) => each.preferred)
    .map(({ id }) => id);

describe('Linux', () => {
  const session = { XDG_RUNTIME_DIR: '/run/user/1000' };

  test('a login session', () => {
    expect(paths(linux(session))).toEqual({
      runtime: '/run/user/1000/containers/auth.json',
      persistent: '/home/alice/.config/containers/auth.json',
      docker: '/home/alice/.docker/config.json',
      dockercfg: '/home/alice/.dockercfg',
    });
    expect(preferred(linux(session))).toEqual(['runtime', 'docker']);
    const [runtime] = locations(linux(session));
    expect(runtime).toMatchObject({ volatile: true, base: '/run/user/1000' });
  });

  test.each([
    ['7.53 unset', {}, 0, '/run/containers/0/auth.json'],
    ['unset', {}, 1000, '/run/containers/1000/auth.json'],
    ['empty', { XDG_RUNTIME_DIR: '' }, 1000, '/run/containers/1000/auth.json'],
  ])('F8 runtime directory %s: never /tmp', (_, env, uid, path) => {
    expect(paths(linux(env, uid)).runtime).toBe(path);
    expect(JSON.stringify(locations(linux(env, uid)))).not.toContain('/tmp');
  });

  test('F8 DOCKER_CONFIG and XDG_CONFIG_HOME', () => {
    const env = { ...session, DOCKER_CONFIG: '/d', XDG_CONFIG_HOME: '/c' };
    expect(paths(linux(env))).toMatchObject({
      docker: '/d/config.json',
      persistent: '/c/containers/auth.json',
    });
  });

  test('F8 REGISTRY_AUTH_FILE comes first and is written to in place of the runtime file', () => {
    const host = linux({ ...session, REGISTRY_AUTH_FILE: '/a/auth.json' });
    expect(locations(host)[0]).toMatchObject({ id: 'registry-auth-file', path: '/a/auth.json' });
    expect(preferred(host)).toEqual(['registry-auth-file', 'docker']);
  });

  test('7.57 an empty one counts as unset, and a relative one names no one file', () => {
    for (const value of ['', 'auth.json', './x/auth.json']) {
      expect(preferred(linux({ ...session, REGISTRY_AUTH_FILE: value }))).toEqual([
        'runtime',
        'docker',
      ]);
    }
  });

  test('REGISTRY_AUTH_FILE that names another of the files is that one, once', () => {
    const env = { ...session, REGISTRY_AUTH_FILE: '/home/alice/.docker/config.json' };
    expect(locations(linux(env)).map(({ id }) => id)).not.toContain('registry-auth-file');
    const docker = locations(linux(env)).find(({ id }) => id === 'docker');
    expect(docker).toMatchObject({ format: 'docker-config', preferred: true });
    expect(docker?.readBy).toContain('oc');
  });

  test('the legacy file is read, never written', () => {
    expect(locations(linux()).find(({ id }) => id === 'dockercfg')).toMatchObject({
      readOnly: true,
      format: 'legacy-dockercfg',
    });
  });

  test("what is root's or a node's is described only", () => {
    const system = systemLocations(linux());
    expect(system.every(({ needsRoot, preferred: isPreferred }) => needsRoot && !isPreferred)).toBe(
      true,
    );
    expect(Object.fromEntries(system.map(({ id, path }) => [id, path]))).toEqual({
      'root-runtime': '/run/containers/0/auth.json',
      'root-persistent': '/root/.config/containers/auth.json',
      'root-docker': '/root/.docker/config.json',
      kubelet: '/var/lib/kubelet/config.json',
      'openshift3-node': '/var/lib/origin/.docker/config.json',
      microshift: '/etc/crio/openshift-pull-secret',
    });
    expect(systemLocations(linux({}, 0)).map(({ id }) => id)).toEqual([
      'kubelet',
      'openshift3-node',
      'microshift',
    ]);
  });
});

describe('macOS and Windows', () => {
  const mac: Host = {
    env: { XDG_RUNTIME_DIR: '/run/x', XDG_CONFIG_HOME: '/c' },
    home: '/Users/alice',
    uid: 501,
    platform: 'darwin',
  };
  const windows: Host = { env: {}, home: 'C:\\Users\\alice', uid: -1, platform: 'win32' };

  test('macOS: the persistent file comes first, whatever XDG says', () => {
    expect(paths(mac)).toEqual({
      persistent: '/Users/alice/.config/containers/auth.json',
      'xdg-config': '/c/containers/auth.json',
      docker: '/Users/alice/.docker/config.json',
      dockercfg: '/Users/alice/.dockercfg',
    });
    expect(preferred(mac)).toEqual(['persistent', 'docker']);
    expect(systemLocations(mac)).toEqual([]);
  });

  test('Windows: its own separators, on any machine', () => {
    expect(paths(windows)).toEqual({
      persistent: 'C:\\Users\\alice\\.config\\containers\\auth.json',
      docker: 'C:\\Users\\alice\\.docker\\config.json',
      dockercfg: 'C:\\Users\\alice\\.dockercfg',
    });
    const env = { DOCKER_CONFIG: 'D:\\docker', REGISTRY_AUTH_FILE: 'D:\\a.json' };
    expect(paths({ ...windows, env })).toMatchObject({
      docker: 'D:\\docker\\config.json',
      'registry-auth-file': 'D:\\a.json',
    });
    expect(preferred({ ...windows, env })).toEqual(['registry-auth-file', 'docker']);
  });
});

test('ids are those of the contract', () => {
  const all = [...locations(linux({ REGISTRY_AUTH_FILE: '/x' })), ...systemLocations(linux())];
  for (const { id } of all) expect(targetId.safeParse(id).success).toBe(true);
});
