import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExportFormId, ExportRequest } from '../../../shared/exporting.ts';
import { isQuotable, type Shell } from '../../../shared/shell-quoting.ts';
import { run, runOk } from '../../support/tools-process.ts';
import { createBench, HOSTILE_LOGINS, type Login } from './support.ts';

/** Real shells, and the quoting that they are given. */
const SHELLS: readonly (readonly [program: string, shell: Shell, args: readonly string[]])[] = [
  ['sh', 'sh', []],
  ['bash', 'sh', ['--noprofile', '--norc']],
  ['fish', 'fish', ['--no-config']],
];
/** The programs that the commands start; each writes down what it was given. */
const PROGRAMS = ['podman', 'skopeo', 'buildah', 'docker', 'oc', 'kubectl', 'kubeseal', 'sops'];

/** What the programs that take a manifest are told beside it: nothing of the login. */
const MANIFEST_ARGS = {
  'create-from-input': ['create', '-f', '-'],
  'sealed-secret': ['--format', 'yaml', '--sealed-secret-file', 'registry-sealed.yaml'],
  sops: [
    ...['encrypt', '--input-type', 'json', '--output-type', 'yaml'],
    ...['--encrypted-regex', '^(data|stringData)$'],
    ...['--filename-override', 'registry-secret.yaml', '--output', 'registry-secret.yaml'],
  ],
} as const;
const MANIFEST_FORMS = ['create-from-input', 'sealed-secret', 'sops'] as const;

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string;
}

let directory = '';
const path = (name: string) => join(directory, name);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-commands-'));
  await mkdir(path('bin'));
  for (const program of PROGRAMS) {
    const script = `#!/bin/sh
to=$(mktemp -d "${path('calls')}/$(date +%s%N)-${program}-XXXXXX")
[ "$#" -eq 0 ] || printf '%s\\0' "$@" > "$to/args"
cat > "$to/input"
`;
    await writeFile(path(`bin/${program}`), script);
    await chmod(path(`bin/${program}`), 0o755);
  }
});
beforeEach(() => mkdir(path('calls')));
afterEach(() => rm(path('calls'), { recursive: true }));
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs a text as it stands in a file, and tells what was started by it. */
async function callsOf([program, , args]: (typeof SHELLS)[number], text: string): Promise<Call[]> {
  await writeFile(path('commands'), text);
  const env = { PATH: `${path('bin')}:/usr/bin:/bin`, HOME: directory, LANG: 'C.UTF-8' };
  const { code, stdout, stderr } = await run(program, [...args, path('commands')], {
    env,
    cwd: directory,
  });
  expect([code, stdout, stderr]).toEqual([0, '', '']);
  const names = (await readdir(path('calls'))).sort();
  return Promise.all(
    names.map(async (name) => ({
      program: name.split('-')[1] ?? '',
      args: (await readFile(path(`calls/${name}/args`), 'utf8')).split('\0').slice(0, -1),
      input: await readFile(path(`calls/${name}/input`), 'utf8'),
    })),
  );
}

async function calls(
  shell: (typeof SHELLS)[number],
  logins: readonly Login[],
  form: ExportFormId,
  options: Partial<ExportRequest> = {},
): Promise<Call[]> {
  const bench = await createBench(logins);
  return callsOf(shell, await bench.make(form, { ...options, shell: shell[1] }));
}

describe.each(SHELLS.map((shell) => ({ name: shell[0], shell })))('in $name', ({ shell }) => {
  it.each([
    ['podman', 'podman'],
    ['podman', 'skopeo'],
    ['podman', 'buildah'],
    ['docker', 'docker'],
  ] as const)(
    'S11 - S14: every login goes in; the secret is on standard input alone (%s: %s)',
    async (tab, tool) => {
      const all = await calls(shell, HOSTILE_LOGINS, 'login', { tab, tool });
      expect(all).toEqual(
        HOSTILE_LOGINS.map(({ registry, username, secret }) => ({
          program: tool,
          args: ['login', '--username', username, '--password-stdin', registry],
          input: secret,
        })),
      );
    },
  );

  it.each(MANIFEST_FORMS)(
    '%s: all of them go in as one manifest on standard input',
    async (form) => {
      const email = "o'brien@example.com";
      const [{ args, input } = expect.fail('nothing was started')] = await calls(
        shell,
        HOSTILE_LOGINS,
        form,
        { email },
      );
      const manifest = JSON.parse(input) as { data: Record<string, string> };
      const config = Buffer.from(manifest.data['.dockerconfigjson'] ?? '', 'base64').toString();
      const entries = HOSTILE_LOGINS.map(({ registry, username, secret }) => {
        const auth = Buffer.from(`${username}:${secret}`).toString('base64');
        return [registry, { email, auth }];
      });
      expect(JSON.parse(config)).toEqual({ auths: Object.fromEntries(entries) });
      expect(args).toEqual(MANIFEST_ARGS[form]);
    },
  );

  it('S38: server, user, password and email, one secret for each login', async () => {
    const all = await calls(shell, HOSTILE_LOGINS, 'create-with-arguments', {
      namespace: 'ci',
      email: 'ops@example.com',
    });
    expect(all).toEqual(
      HOSTILE_LOGINS.map(({ registry, username, secret }, at) => ({
        program: 'oc',
        args: [
          ...['create', 'secret', 'docker-registry'],
          at === 0 ? 'registry-pull-secret' : `registry-pull-secret-${at + 1}`,
          `--docker-server=${registry}`,
          `--docker-username=${username}`,
          `--docker-password=${secret}`,
          ...['--docker-email=ops@example.com', '--namespace', 'ci'],
        ],
        input: '',
      })),
    );
  });

  it('S36, S37: the secret is made from a file, with the type and the key that go together', async () => {
    const [login] = HOSTILE_LOGINS;
    const logins = login === undefined ? [] : [login];
    const [generic] = await calls(shell, logins, 'create-from-file', { tab: 'kubernetes' });
    expect(generic).toEqual({
      program: 'kubectl',
      args: [
        ...['create', 'secret', 'generic', 'registry-pull-secret'],
        '--from-file=.dockerconfigjson=registry-auth.json',
        '--type=kubernetes.io/dockerconfigjson',
      ],
      input: '',
    });
    const legacy = (await calls(shell, logins, 'create-from-legacy-file')).at(-1);
    expect(legacy?.args).toEqual([
      ...['create', 'secret', 'generic', 'registry-pull-secret'],
      '--from-file=.dockercfg=registry.dockercfg',
      '--type=kubernetes.io/dockercfg',
    ]);
  });

  it('S35, S39, S40: it is linked for pulls, for builds and for mounts', async () => {
    const all = await calls(shell, HOSTILE_LOGINS.slice(0, 1), 'link', {
      namespace: 'ci',
      serviceAccount: 'deployer',
    });
    const tail = ['--namespace', 'ci'];
    expect(all.map(({ program, args }) => [program, ...args])).toEqual([
      ['oc', 'secrets', 'link', 'deployer', 'registry-pull-secret', '--for=pull', ...tail],
      ['oc', 'secrets', 'link', 'builder', 'registry-pull-secret', ...tail],
      ['oc', 'secrets', 'link', 'deployer', 'registry-pull-secret', '--for=mount', ...tail],
    ]);
  });

  it.each(['registry', '123', 'no', 'a.b'])(
    'a patch adds %s to what a service account has, or makes the list',
    async (name) => {
      const bench = await createBench(HOSTILE_LOGINS.slice(0, 1));
      const text = await bench.make('service-account-patch', { name, shell: shell[1] });
      // What is patched comes from a file, not from a cluster.
      const script = `#!/bin/sh
shift 3
exec /usr/bin/kubectl patch "$@" --local -f "${path('account')}" -o json
`;
      await mkdir(path('local'), { recursive: true });
      await writeFile(path('local/oc'), script, { mode: 0o755 });
      for (const before of [[], [{ name: 'there-before' }]]) {
        const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
        const list = before.length > 0 ? { imagePullSecrets: before } : {};
        await writeFile(path('account'), JSON.stringify({ ...account, ...list }));
        const [program, , args] = shell;
        const patched = await runOk(program, [...args, '-c', text], {
          env: { PATH: `${path('local')}:/usr/bin:/bin`, HOME: directory },
        });
        expect(JSON.parse(patched)).toMatchObject({ imagePullSecrets: [...before, { name }] });
      }
    },
  );
});

it('any secret that is one line reaches the tool as it is, in every shell', {
  timeout: 60_000,
}, async () => {
  const line = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((text) => isQuotable(text));
  await fc.assert(
    fc.asyncProperty(line, line, async (user, secret) => {
      const username = user.replaceAll(':', '');
      fc.pre(username !== '');
      for (const shell of SHELLS) {
        const all = await calls(shell, [{ registry: 'r.example.com', username, secret }], 'login');
        expect(all.at(-1)?.input).toBe(secret);
        expect(all.at(-1)?.args[2]).toBe(username);
      }
    }),
    { numRuns: 25 },
  );
});

it('a secret with a line end is refused where a command would end there, and never quoted', async () => {
  const bench = await createBench([
    { registry: 'r.example.com', username: 'u', secret: 'two\nlines' },
  ]);
  for (const form of ['login', 'create-with-arguments'] as const) {
    await expect(bench.make(form)).rejects.toMatchObject({ code: 'SECRET_INVALID' });
  }
  expect(bench.copied()).toBe('');
  expect(bench.uses.list()).toEqual([]);
});

describe('PowerShell, as its quoting rules say', () => {
  it('gets the secret as a literal on standard input', async () => {
    const bench = await createBench([
      { registry: 'r.example.com', username: "1|o'b", secret: "p'$x\u2019`" },
    ]);
    expect(await bench.make('login', { shell: 'powershell' })).toBe(
      `$OutputEncoding = [System.Text.UTF8Encoding]::new($false)
'p''$x\u2019\u2019\`' | podman login --username '1|o''b' --password-stdin r.example.com
`,
    );
  });
});

it('S38: the password among the arguments is warned of, and asked for nowhere else', async () => {
  const bench = await createBench(HOSTILE_LOGINS.slice(0, 1));
  expect(bench.preview('create-with-arguments').notes).toContain('password-in-arguments');
  expect(bench.preview('create-from-input').notes).not.toContain('password-in-arguments');
});
