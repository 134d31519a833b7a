import { randomUUID } from 'node:crypto';
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Location, systemLocations } from '../../../electron/core/authfile/locations.ts';
import { writeChosenFile } from '../../../electron/core/chosen-file.ts';
import { ownerScript } from '../../../electron/core/doctor/owner-script.ts';
import { rootScript } from '../../../electron/core/doctor/root-script.ts';
import { saveRootScript } from '../../../electron/core/doctor/root-scripts.ts';
import type { Host } from '../../../electron/core/host.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import { run, runOk } from '../../support/tools-process.ts';

const IS_ROOT = process.getuid?.() === 0;
/** Root of a name space of its own, in which nothing that is mounted is seen outside. */
const AS_ROOT = ['--mount', '--map-root-user', '--'];
const SECRET = 'c4nary:p&w$`"\'';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pullkeeper-scripts-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const host = (more: Partial<Host> = {}): Host => ({
  env: { XDG_RUNTIME_DIR: dir },
  home: dir,
  // Places of root are not described for root itself.
  uid: process.getuid?.() ?? 0,
  platform: 'linux',
  ...more,
});
const places = systemLocations(host({ uid: 1000 }));
const placeOf = (id: string): Location =>
  places.find((each) => each.id === id) ?? expect.fail(`no place ${id}`);

/** In a name space the user that runs the tests is number 0. */
const scriptFor = (id: string, content: string): string =>
  rootScript({
    location: placeOf(id),
    content,
    uid: 0,
    logins: [{ key: 'registry.redhat.io', username: '123|sa' }],
  });

/** What a machine of a kind has, made in memory over its real directories. */
const MACHINES: Readonly<Record<string, string>> = {
  kubelet: 'mount -t tmpfs tmpfs /var/lib; mkdir -m 700 /var/lib/kubelet',
  'openshift3-node': 'mount -t tmpfs tmpfs /var/lib; mkdir /var/lib/origin',
  microshift:
    'cp /etc/passwd /etc/group "$STUB"; mount -t tmpfs tmpfs /etc; cp "$STUB"/passwd "$STUB"/group /etc; mkdir /etc/crio',
  'root-runtime': 'mount -t tmpfs tmpfs /run',
  'root-persistent': 'mount -t tmpfs tmpfs /root',
  'root-docker': 'mount -t tmpfs tmpfs /root',
};

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What came after the script: the state of the place, in lines. */
  readonly after: readonly string[];
}

/**
 * Runs a script as root on a machine of a kind.
 * @param before what is done there first; `$TARGET` is the file
 */
async function runOn(id: string, script: string, before = ''): Promise<Outcome> {
  const stub = join(dir, 'stub');
  await mkdir(stub);
  const path = join(dir, 'script.sh');
  await writeChosenFile(path, script, 0o700);
  await writeFile(join(stub, 'systemctl'), `#!/bin/sh\necho "systemctl $*"\n`, { mode: 0o755 });
  const driver = [
    'set -eu',
    MACHINES[id] ?? ':',
    before,
    'set +e',
    'PATH="$STUB:$PATH" "$SCRIPT"',
    'code=$?',
    'echo ----',
    'stat -c "%a %u:%g" "$TARGET"',
    'cat "$TARGET"',
    'for file in "$(dirname "$TARGET")"/* "$(dirname "$TARGET")"/.p*; do',
    '  [ "$file" = "$TARGET" ] || [ ! -e "$file" ] || stat -c "%n %a" "$file"',
    'done',
    'exit "$code"',
  ].join('\n');
  const { code, stdout, stderr } = await run('unshare', [...AS_ROOT, 'sh', '-c', driver], {
    env: { PATH: process.env.PATH, STUB: stub, SCRIPT: path, TARGET: placeOf(id).path },
  });
  const [said = '', state = ''] = stdout.split('----\n');
  return { code, stdout: said, stderr, after: state.split('\n').filter((line) => line !== '') };
}

async function writeContentFile(mode = 0o600): Promise<string> {
  const path = join(dir, 'content.json');
  await writeFile(path, '{"auths":{}}\n', { mode });
  await chmod(path, mode);
  return path;
}

const gone = async (path: string) => (await stat(path).catch(() => null)) === null;

describe('S20 scripts for places that only root writes', () => {
  test.each(Object.keys(MACHINES))('%s: shellcheck has nothing to say', async (id) => {
    const path = join(dir, 'script.sh');
    await writeFile(path, scriptFor(id, "/run/it's here"));
    await runOk('shellcheck', ['--enable=all', '--exclude=SC2312,SC2250', path]);
    expect(await readFile(path, 'utf8')).not.toContain('<<');
  });

  test.each(Object.keys(MACHINES))(
    '%s: installs, 0600 and root’s, and removes the content',
    async (id) => {
      const content = await writeContentFile();
      const result = await runOn(id, scriptFor(id, content));
      expect(result.stderr).toBe('');
      expect(result).toMatchObject({ code: 0, after: ['600 0:0', '{"auths":{}}'] });
      expect(result.stdout).toContain(`Installed ${placeOf(id).path}`);
      expect(await gone(content)).toBe(true);
    },
  );

  test('the OpenShift 3 node service is started again, MicroShift’s is named', async () => {
    const node = await runOn(
      'openshift3-node',
      scriptFor('openshift3-node', await writeContentFile()),
    );
    expect(node.stdout).toContain('systemctl restart atomic-openshift-node');
    await rm(join(dir, 'stub'), { recursive: true });
    const micro = await runOn('microshift', scriptFor('microshift', await writeContentFile()));
    expect(micro.stdout).toContain('at its next start: systemctl restart crio microshift');
  });

  test('the old file is kept, for root alone', async () => {
    const script = scriptFor('kubelet', await writeContentFile());
    const result = await runOn('kubelet', script, 'echo old >"$TARGET"; chmod 644 "$TARGET"');
    expect(result.code).toBe(0);
    expect(result.after).toEqual([
      '600 0:0',
      '{"auths":{}}',
      expect.stringMatching(/^\/var\/lib\/kubelet\/config\.json\.before-\d{8}T\d{6}Z 600$/),
    ]);
    expect(result.stdout).toMatch(/The old file is kept as .*before-/);
  });

  const refusals: [string, string, string, RegExp][] = [
    ['another kind of machine', 'kubelet', 'rmdir /var/lib/kubelet', /not the machine/],
    ['a link in the file’s place', 'kubelet', 'ln -s /etc/shadow "$TARGET"', /not a plain file/],
    ['a directory in its place', 'kubelet', 'mkdir "$TARGET"', /not a plain file/],
  ];
  test.each(refusals)('refused: %s', async (_name, id, before, reason) => {
    const content = await writeContentFile();
    const result = await runOn(id, scriptFor(id, content), before);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(reason);
    expect(await gone(content)).toBe(false);
  });

  test.each([
    ['missing', async (path: string) => rm(path)],
    ['readable by others', async (path: string) => chmod(path, 0o644)],
    ['a link', async (path: string) => rm(path).then(() => symlink('/etc/passwd', path))],
    ['known by a second name', async (path: string) => link(path, `${path}2`)],
    ['empty', async (path: string) => writeFile(path, '')],
  ])('refused: the content is %s', async (_name, spoil) => {
    const content = await writeContentFile();
    await spoil(content);
    const result = await runOn('kubelet', scriptFor('kubelet', content), 'echo old >"$TARGET"');
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.after.slice(1)).toEqual(['old']);
  });

  test('refused for anybody but root', async () => {
    const path = join(dir, 'script.sh');
    await writeChosenFile(path, scriptFor('kubelet', await writeContentFile()), 0o700);
    await chmod(dir, 0o711);
    const user = IS_ROOT ? ['setpriv', '--reuid=65534', '--clear-groups', '--'] : [];
    const [program = '', ...args] = [...user, 'sh'];
    const { code, stderr } = await run(program, [...args, '-s'], {
      env: { PATH: process.env.PATH },
      input: await readFile(path, 'utf8'),
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'This script has to be run as root.\n' });
  });

  test('G3 no name ends its comment or reorders what is read', () => {
    const location = placeOf('kubelet');
    const logins = [{ key: 'q.io\nrm -rf /', username: 'a\u202eb\u2028c\u001b[2J' }];
    const script = rootScript({ location, content: '/x', uid: 0, logins });
    expect(script).toContain('#   q.io?rm -rf /  a?b?c?[2J');
  });

  test('a place that is nobody’s has none', () => {
    const location = { ...placeOf('kubelet'), id: 'docker' };
    expect(() => rootScript({ location, content: '/x', uid: 0, logins: [] })).toThrow(
      expect.objectContaining({ code: 'TARGET_UNKNOWN' }),
    );
  });
});

describe('S1 the content waits in the runtime directory, and no secret is in the script', () => {
  const meta = (registry: string): CredentialMeta => ({
    id: randomUUID(),
    registry,
    plainHttp: false,
    kind: 'other',
    username: '123|sa',
    label: '',
    targets: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    lastCheck: null,
  });
  const metas = [meta('registry.redhat.io'), meta('docker.io')];
  const deps = (save: (name: string, text: string) => Promise<string | null>) => ({
    host: host(),
    index: { find: (id: string) => metas.find((each) => each.id === id) ?? null },
    read: async () => new Secret(SECRET),
    desktop: { saveScript: save },
  });
  const ids = metas.map(({ id }) => id);
  const contentOf = (script: string) => /^content='(.*)'$/m.exec(script)?.[1] ?? '';

  test('written 0600, named by the script', async () => {
    const path = join(dir, 'chosen.sh');
    let script = '';
    const saved = await saveRootScript(
      'kubelet',
      ids,
      deps(async (name, text) => {
        expect(name).toBe('pullkeeper-kubelet.sh');
        await writeChosenFile(path, text, 0o700);
        script = text;
        return path;
      }),
    );
    expect(saved).toBe(path);
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('700');
    const content = contentOf(script);
    expect(dirname(content)).toBe(join(dir, 'pullkeeper'));
    expect(((await stat(content)).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat(dirname(content))).mode & 0o777).toString(8)).toBe('700');
    const auth = Buffer.from(`123|sa:${SECRET}`).toString('base64');
    expect(JSON.parse(await readFile(content, 'utf8'))).toEqual({
      auths: { 'registry.redhat.io': { auth }, 'https://index.docker.io/v1/': { auth } },
    });
    expect(script).not.toContain('c4nary');
    expect(script).not.toContain(auth);
    expect(script).toContain('#   registry.redhat.io  123|sa\n');
  });

  test('a new script takes the content of the one before', async () => {
    const scripts: string[] = [];
    const save = async (_name: string, text: string) => `${scripts.push(text)}`;
    await saveRootScript('kubelet', ids, deps(save));
    await saveRootScript('microshift', ids.slice(0, 1), deps(save));
    await saveRootScript('kubelet', ids, deps(save));
    const left = await Promise.all(scripts.map(contentOf).map(gone));
    expect(left).toEqual([true, false, false]);
  });

  test('nothing is left where the user wants no script, or it cannot be written', async () => {
    const contents: string[] = [];
    const none = deps(async (_name, text) => {
      contents.push(contentOf(text));
      return null;
    });
    expect(await saveRootScript('kubelet', ids, none)).toBeNull();
    const fails = deps(async (_name, text) => {
      contents.push(contentOf(text));
      throw new Error('no space');
    });
    await expect(saveRootScript('kubelet', ids, fails)).rejects.toThrow('no space');
    expect(await Promise.all(contents.map(gone))).toEqual([true, true]);
  });

  test('F8 without a runtime directory of the user’s nothing is written', async () => {
    const save = async () => expect.fail('was asked');
    for (const env of [
      { XDG_RUNTIME_DIR: join(dir, 'missing') },
      { XDG_RUNTIME_DIR: 'relative' },
    ]) {
      const without = { ...deps(save), host: host({ env }) };
      await expect(saveRootScript('kubelet', ids, without)).rejects.toMatchObject({
        code: 'FILE_NO_DIRECTORY',
      });
    }
    const foreign = { ...deps(save), host: host({ uid: 4242 }) };
    await expect(saveRootScript('kubelet', ids, foreign)).rejects.toMatchObject({
      code: 'FILE_NO_DIRECTORY',
    });
  });

  test('two credentials of one registry, or a place that is not root’s', async () => {
    const save = async () => expect.fail('was asked');
    const [first = ''] = ids;
    await expect(saveRootScript('kubelet', [first, first], deps(save))).rejects.toMatchObject({
      code: 'CREDENTIAL_EXISTS',
    });
    await expect(saveRootScript('docker', ids, deps(save))).rejects.toMatchObject({
      code: 'TARGET_UNKNOWN',
    });
  });

  test('a script is not written through a link', async () => {
    const path = join(dir, 'link.sh');
    await symlink(join(dir, 'elsewhere'), path);
    await expect(writeChosenFile(path, 'x', 0o700)).rejects.toMatchObject({
      code: 'FILE_LINK_LOOP',
    });
    expect(await gone(join(dir, 'elsewhere'))).toBe(true);
  });
});

describe('scripts that give a file back to its user', () => {
  // Only root can give to somebody else; in a name space everything is number 0.
  const to = IS_ROOT ? 12_345 : 0;
  const asRoot = IS_ROOT ? ['sh'] : ['unshare', ...AS_ROOT, 'sh'];

  async function give(subject: 'file' | 'directory', path: string) {
    const script = join(dir, 'script.sh');
    await writeChosenFile(script, ownerScript({ path, subject, from: 0, to }), 0o700);
    // SC2016: a dollar sign in a name is meant as one.
    await runOk('shellcheck', ['--enable=all', '--exclude=SC2312,SC2250,SC2016', script]);
    const [program = '', ...args] = asRoot;
    return run(program, [...args, script], { env: { PATH: process.env.PATH } });
  }

  async function ownerOf(path: string): Promise<[number, string]> {
    const { uid, mode } = await stat(path);
    return [IS_ROOT ? uid : 0, (mode & 0o777).toString(8)];
  }

  test.each(['config.json', "it's -rf; $(x) `y`.json", '-n'])('a file: %j', async (name) => {
    const path = join(dir, name);
    await writeFile(path, '{}', { mode: 0o644 });
    expect(await give('file', path)).toMatchObject({ code: 0, stderr: '' });
    expect(await ownerOf(path)).toEqual([to, '600']);
    expect(await readFile(path, 'utf8')).toBe('{}');
  });

  test('a directory', async () => {
    const path = join(dir, '.docker');
    await mkdir(path, { mode: 0o755 });
    expect(await give('directory', path)).toMatchObject({ code: 0 });
    expect(await ownerOf(path)).toEqual([to, '700']);
  });

  test.each([
    ['a link', async (path: string) => symlink('/etc/hosts', path)],
    [
      'a second name of another file',
      async (path: string) => {
        await writeFile(`${path}2`, 'other', { mode: 0o644 });
        await link(`${path}2`, path);
      },
    ],
    ['a directory', async (path: string) => mkdir(path, { mode: 0o755 })],
    ['missing', async () => {}],
  ])('F6 refused: in the file’s place is %s', async (_name, spoil) => {
    const path = join(dir, 'config.json');
    await spoil(path);
    const result = await give('file', path);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('is not as it was. Nothing was changed.');
    const hosts = await stat('/etc/hosts');
    expect((hosts.mode & 0o777).toString(8)).not.toBe('600');
  });

  test('F6 refused: the directory leads somewhere else', async () => {
    const real = join(dir, 'real');
    await mkdir(real);
    await writeFile(join(real, 'config.json'), '{}', { mode: 0o644 });
    await symlink(real, join(dir, 'docker'));
    const result = await give('file', join(dir, 'docker', 'config.json'));
    expect(result).toMatchObject({ code: 1 });
    expect(result.stderr).toContain('leads somewhere else now');
    expect((await ownerOf(join(real, 'config.json')))[1]).toBe('644');
  });

  test('M4 a name with a control character gets no script', () => {
    expect(() => ownerScript({ path: '/home/a\nb', subject: 'file', from: 0, to: 1 })).toThrow(
      RangeError,
    );
  });
});
