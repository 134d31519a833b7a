import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run, runOk } from '../../support/tools-process.ts';
import { createBench, HOSTILE_LOGINS, loginOf } from './support.ts';

let directory = '';
const path = (name: string) => join(directory, name);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-nodes-'));
  await mkdir(path('bin'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function put(name: string, script: string): Promise<void> {
  await writeFile(path(`bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Runs a script with the machine's directories moved into the test's. */
async function runScript(text: string, args: readonly string[] = []) {
  const moved = text
    .replaceAll('/var/lib/origin', path('origin'))
    .replaceAll('/etc/crio', path('crio'));
  await writeFile(path('script.sh'), moved);
  return run('sh', [path('script.sh'), ...args], {
    env: { PATH: `${path('bin')}:/usr/bin:/bin`, HOME: directory },
  });
}

function loginsIn(text: string): string[] {
  const { auths } = JSON.parse(text) as { auths: Record<string, { auth: string }> };
  return Object.entries(auths).map(([key, entry]) => `${key} ${loginOf(entry)}`);
}
const LOGINS = HOSTILE_LOGINS.map(
  ({ registry, username, secret }) => `${registry} ${username}:${secret}`,
);

it.each(['openshift3-nodes', 'microshift'] as const)(
  'shellcheck has nothing to say of %s',
  async (form) => {
    const bench = await createBench(HOSTILE_LOGINS);
    await writeFile(path('script.sh'), await bench.make(form));
    // What the remote shell is to expand stands in single quotes, and goes there as it is.
    const result = await run('shellcheck', ['--exclude=SC2016,SC2029', path('script.sh')]);
    expect(result).toMatchObject({ code: 0, stdout: '' });
  },
);

describe('S20: the script for the nodes of OpenShift 3', () => {
  it('installs the file on every node, restarts its service, and sets imagestreamsecret', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    await put('ssh', `echo "$1" >> "${path('nodes')}"; exec sh -c "$2"`);
    await put('systemctl', `echo "$@" >> "${path('systemctl')}"`);
    await put('oc', `echo "$@" > "${path('oc')}"; cat > "${path('applied')}"`);
    await mkdir(path('origin/.docker'), { recursive: true });
    await writeFile(path('origin/.docker/config.json'), 'before');

    const result = await runScript(await bench.make('openshift3-nodes'), ['root@n1', 'root@n2']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(path('nodes'), 'utf8')).toBe('root@n1\nroot@n2\n');
    expect(await readFile(path('systemctl'), 'utf8')).toBe(
      'restart atomic-openshift-node\nrestart atomic-openshift-node\n',
    );
    const file = path('origin/.docker/config.json');
    expect(loginsIn(await readFile(file, 'utf8'))).toEqual(LOGINS);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const kept = (await readdir(path('origin/.docker'))).filter((name) => /before/.test(name));
    expect(await readFile(path(`origin/.docker/${kept[0]}`), 'utf8')).not.toBe('');

    expect(await readFile(path('oc'), 'utf8')).toBe('apply -f -\n');
    const applied = JSON.parse(await readFile(path('applied'), 'utf8'));
    expect(applied.metadata).toEqual({ name: 'imagestreamsecret', namespace: 'openshift' });
    const config = Buffer.from(applied.data['.dockerconfigjson'], 'base64').toString('utf8');
    expect(loginsIn(config)).toEqual(LOGINS);
  });

  it('does nothing without a node, and nothing more after one that failed', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    const text = await bench.make('openshift3-nodes');
    expect(await runScript(text)).toMatchObject({ code: 2 });
    expect(await runScript(text, ['-oProxyCommand=id'])).toMatchObject({ code: 2 });
    await put('ssh', `echo "$1" >> "${path('nodes')}"; cat > /dev/null; exit 1`);
    await put('oc', `touch "${path('oc')}"`);
    expect(await runScript(text, ['n1', 'n2'])).toMatchObject({ code: 1 });
    expect(await readFile(path('nodes'), 'utf8')).toBe('n1\n');
    expect(await readdir(directory)).not.toContain('oc');
  });
});

it('the script for MicroShift writes the pull secret of CRI-O and restarts it', async () => {
  const bench = await createBench(HOSTILE_LOGINS);
  await put('id', 'echo 0');
  await put('chown', `echo "$@" > "${path('chown')}"`);
  await put('systemctl', `echo "$@" > "${path('systemctl')}"`);
  expect(await runScript(await bench.make('microshift'))).toMatchObject({ code: 0, stderr: '' });
  const file = path('crio/openshift-pull-secret');
  expect(loginsIn(await readFile(file, 'utf8'))).toEqual(LOGINS);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(path('chown'), 'utf8')).toBe(`root:root ${file}\n`);
  expect(await readFile(path('systemctl'), 'utf8')).toBe('restart crio microshift\n');
});

describe('the first boot of a machine', () => {
  const OSTREE = '/etc/ostree/auth.json';

  it('Butane: the members and modes of its specification, and both files', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    const config = parse(await bench.make('butane'));
    expect(Object.keys(config)).toEqual(['variant', 'version', 'storage']);
    expect([config.variant, config.version]).toEqual(['fcos', '1.5.0']);
    const [auth, link] = config.storage.files;
    expect([auth.path, auth.mode, link.mode]).toEqual([OSTREE, 0o600, 0o644]);
    expect(loginsIn(auth.contents.inline)).toEqual(LOGINS);
    expect(link.contents.inline).toContain(`L /run/containers/0/auth.json - - - - ${OSTREE}`);
  });

  it('Ignition: the same files as data URLs', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    const butane = parse(await bench.make('butane'));
    const ignition = JSON.parse(await bench.make('ignition'));
    expect(ignition.ignition).toEqual({ version: '3.4.0' });
    for (const [at, file] of ignition.storage.files.entries()) {
      const url = new URL(file.contents.source);
      expect(url.protocol).toBe('data:');
      const text = await (await fetch(url)).text();
      const same = butane.storage.files[at];
      expect([file.path, file.mode, text]).toEqual([same.path, same.mode, same.contents.inline]);
    }
  });
});

describe('what else a machine is set up with', () => {
  it('the variables of Ansible hold the logins, and the playbook writes them, unlogged', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    const text = await bench.make('ansible-variables');
    const variables = parse(text, { version: '1.1' });
    expect(loginsIn(JSON.stringify(variables.registry_credentials))).toEqual(LOGINS);
    const [play] = parse(await bench.make('ansible'), { version: '1.1' });
    expect(play.vars_files).toEqual(['registry-variables.yml']);
    const task = play.tasks.at(-1);
    expect(task.no_log).toBe(true);
    expect(task['ansible.builtin.copy'].mode).toBe('0600');
  });

  it('a Quadlet unit names the saved auth.json', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    const unit = await bench.make('quadlet');
    expect(unit).toMatch(
      /^\[Image\]\nImage=r0\.example\.com\/REPOSITORY:TAG\nAuthFile=%h\/.+-auth\.json$/m,
    );
  });

  it('a bootc image takes the credentials as a build secret, in a shell that reads the lines', async () => {
    const bench = await createBench(HOSTILE_LOGINS);
    const text = await bench.make('bootc');
    const command = text.slice(text.indexOf('install'));
    await runOk('sh', ['-n', '-c', command]);
    expect(text).toContain('--mount=type=secret,id=creds,required=true');
    expect(bench.preview('bootc').isRedacted).toBe(false);
  });
});
