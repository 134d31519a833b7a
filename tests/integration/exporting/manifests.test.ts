import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { Secret as SecretModel } from 'kubernetes-models/v1/Secret';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REDACTED } from '../../../electron/core/exporting/document.ts';
import { EXPORT_FORM_IDS, formsOf } from '../../../shared/exporting.ts';
import { runOk } from '../../support/tools-process.ts';
import { createBench, HOSTILE_LOGINS, loginOf } from './support.ts';

interface Manifest {
  readonly type: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data: Readonly<Record<string, string>>;
}
type Auths = Readonly<Record<string, { readonly auth: string; readonly email?: string }>>;

const LOGINS = [
  { registry: 'registry.redhat.io', username: '1234567|builder', secret: 'a:b$"\'' },
  { registry: 'docker.io', username: 'hub', secret: 'hub-secret' },
  { registry: 'quay.io', namespace: 'team', username: 'team+robot', secret: 'robot' },
] as const;

/** The strict decoder of the machine config operator takes these members and no others. */
const MCO_MEMBERS = ['auth', 'email', 'password', 'username'];

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-manifests-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Has kubectl read a manifest without a cluster. */
async function kubectlReads(text: string): Promise<unknown> {
  const args = ['patch', '--local', '-f', '-', '-p', '{}', '--type=merge', '-o', 'json'];
  return JSON.parse(await runOk('kubectl', args, { input: text }));
}

function decoded({ data }: Manifest, key: string): unknown {
  expect(Object.keys(data)).toEqual([key]);
  return JSON.parse(Buffer.from(data[key] ?? '', 'base64').toString('utf8'));
}

describe('S37: the Secret of type dockerconfigjson', () => {
  it('has what the store has, under the type and key that Kubernetes asks for', async () => {
    const bench = await createBench(LOGINS);
    const text = await bench.make('secret-yaml', { namespace: 'ci', email: 'ops@example.com' });
    const manifest = parse(text) as Manifest;
    expect(manifest).toMatchObject({
      type: 'kubernetes.io/dockerconfigjson',
      metadata: { name: 'registry-pull-secret', namespace: 'ci' },
    });
    const { auths } = decoded(manifest, '.dockerconfigjson') as { auths: Auths };
    expect(Object.entries(auths).map(([key, entry]) => [key, loginOf(entry)])).toEqual([
      ['registry.redhat.io', `1234567|builder:a:b$"'`],
      ['https://index.docker.io/v1/', 'hub:hub-secret'],
      ['quay.io/team', 'team+robot:robot'],
    ]);
    for (const entry of Object.values(auths)) {
      expect(entry.email).toBe('ops@example.com');
      expect(MCO_MEMBERS).toEqual(expect.arrayContaining(Object.keys(entry)));
    }
  });

  it('is what kubectl reads, and what the API schema takes', async () => {
    const bench = await createBench(LOGINS);
    const text = await bench.make('secret-yaml');
    expect(await kubectlReads(text)).toEqual(parse(text));
    expect(() => new SecretModel(parse(text)).validate()).not.toThrow();
    expect(() => new SecretModel({ ...parse(text), data: { a: 1 } }).validate()).toThrow();
  });

  it('says the same as the one that kubectl makes of the same login', async () => {
    const [login] = LOGINS;
    const bench = await createBench([login]);
    const ours = parse(await bench.make('secret-yaml')) as Manifest;
    const theirs = JSON.parse(
      await runOk('kubectl', [
        ...['create', 'secret', 'docker-registry', 'registry-pull-secret'],
        `--docker-server=${login.registry}`,
        `--docker-username=${login.username}`,
        `--docker-password=${login.secret}`,
        '--dry-run=client',
        '--output=json',
      ]),
    ) as Manifest;
    expect(ours.type).toBe(theirs.type);
    const { auths } = decoded(theirs, '.dockerconfigjson') as { auths: Auths };
    const entry = auths[login.registry] ?? expect.fail('kubectl wrote no entry');
    expect(decoded(ours, '.dockerconfigjson')).toEqual({
      auths: { [login.registry]: { auth: entry.auth } },
    });
  });

  it.each(HOSTILE_LOGINS)('keeps $username and its secret byte for byte', async (login) => {
    const bench = await createBench([login]);
    for (const form of ['secret-yaml', 'pull-secret', 'ignition', 'butane'] as const) {
      const text = await bench.make(form);
      const auth = Buffer.from(`${login.username}:${login.secret}`).toString('base64');
      expect([text, ...decodedRuns(text)].some((each) => each.includes(auth))).toBe(true);
    }
  });
});

/** What every run of base64 in a text decodes to. */
function decodedRuns(text: string): string[] {
  const runs = text.match(/[A-Za-z0-9+/]{8,}=*/g) ?? [];
  return runs.map((run) => Buffer.from(run, 'base64').toString('utf8'));
}

describe('S36: the Secret of type dockercfg', () => {
  it('has the map alone, and is the one that kubectl makes of the saved .dockercfg', async () => {
    const bench = await createBench(LOGINS.slice(0, 2));
    const manifest = parse(await bench.make('legacy-secret-yaml')) as Manifest;
    expect(manifest.type).toBe('kubernetes.io/dockercfg');
    const auths = decoded(manifest, '.dockercfg') as Auths;
    expect(Object.keys(auths)).toEqual(['registry.redhat.io', 'https://index.docker.io/v1/']);
    expect(() => new SecretModel(parse(`${JSON.stringify(manifest)}`)).validate()).not.toThrow();

    const path = join(directory, 'registry.dockercfg');
    await writeFile(path, await bench.make('dockercfg'));
    const theirs = JSON.parse(
      await runOk('kubectl', [
        ...['create', 'secret', 'generic', 'x', `--from-file=.dockercfg=${path}`],
        ...['--type=kubernetes.io/dockercfg', '--dry-run=client', '--output=json'],
      ]),
    ) as Manifest;
    expect(decoded(theirs, '.dockercfg')).toEqual(auths);
  });

  it('is refused for a login of one namespace, which its readers would use for the host', async () => {
    const bench = await createBench(LOGINS);
    for (const form of ['legacy-secret-yaml', 'dockercfg', 'config-json'] as const) {
      expect(() => bench.preview(form)).toThrow(
        expect.objectContaining({ code: 'EXPORT_KEY_REFUSED', context: { key: 'quay.io/team' } }),
      );
    }
  });
});

it('two logins for one key are refused, in every form that has one entry for a key', async () => {
  const bench = await createBench([
    { registry: 'quay.io', username: 'a', secret: '1' },
    { registry: 'quay.io', username: 'b', secret: '2' },
  ]);
  expect(() => bench.preview('secret-yaml')).toThrow(
    expect.objectContaining({ code: 'EXPORT_SAME_KEY', context: { key: 'quay.io' } }),
  );
  expect(bench.preview('login').text).toContain('--username b');
});

it.each([
  ['Bad_Name', 'bad-name'],
  ['1234567|builder', '1234567-builder'],
  ['no', 'no'],
  ['0x1f', '0x1f'],
  ['-leading.-dot-', 'leading.dot'],
  ['密码', 'registry-pull-secret'],
  ['a'.repeat(300), 'a'.repeat(63)],
])('names: %s becomes %s, and stays text for kubectl', async (typed, name) => {
  const bench = await createBench(LOGINS);
  const { text, notes } = bench.preview('secret-yaml', { name: typed, namespace: typed });
  expect(notes.includes('name-changed')).toBe(name !== typed);
  const read = (await kubectlReads(text.replace(REDACTED, 'e30='))) as Manifest;
  expect(read.metadata.name).toBe(name);
  expect(typeof (read.metadata.namespace ?? '')).toBe('string');
});

it('S41: the build configuration names the secret', async () => {
  const bench = await createBench(LOGINS);
  const read = await kubectlReads(await bench.make('build-config', { namespace: 'ci' }));
  expect(read).toMatchObject({
    apiVersion: 'build.openshift.io/v1',
    metadata: { namespace: 'ci' },
    spec: { strategy: { dockerStrategy: { pullSecret: { name: 'registry-pull-secret' } } } },
  });
});

it('the ExternalSecret fits the schema of its operator', async () => {
  const bench = await createBench(LOGINS);
  const manifest = parse(await bench.make('external-secret'));
  expect(() => new ExternalSecret(manifest).validate()).not.toThrow();
  expect(manifest.spec.secretStoreRef.name).toBe('vault');
});

describe('the preview', () => {
  it.each(EXPORT_FORM_IDS)('of %s is the document, but for its secrets', async (form) => {
    const [login, hub] = LOGINS;
    const bench = await createBench([login, hub]);
    const preview = bench.preview(form);
    const made = await bench.make(form);
    expect(preview.isRedacted).toBe(preview.text !== made);
    for (const { username, secret } of [login, hub]) {
      expect(preview.text).not.toContain(secret);
      expect(preview.text).not.toContain(Buffer.from(`${username}:${secret}`).toString('base64'));
    }
    // What stands between the secrets is the same, in the same order.
    const between = preview.text.split(new RegExp(`'?(?:--docker-password=)?${REDACTED}'?`));
    let at = 0;
    for (const part of between) {
      const found = made.indexOf(part, at);
      expect(found, part).not.toBe(-1);
      at = found + part.length;
    }
  });

  it('shows no form in a tab twice, and every form somewhere', () => {
    const tabs = [
      'openshift',
      'kubernetes',
      'podman',
      'docker',
      'pull-secret',
      'nodes',
      'automation',
      'share',
    ] as const;
    expect(new Set(tabs.flatMap(formsOf))).toEqual(new Set(EXPORT_FORM_IDS));
  });
});

describe('the pull secret', () => {
  it('S10: one line for install-config holds the same as the file', async () => {
    const bench = await createBench(LOGINS);
    const file = JSON.parse(await bench.make('pull-secret'));
    const line = await bench.make('pull-secret-line');
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toEqual(file);
    const config = parse(await bench.make('install-config')) as { pullSecret: string };
    expect(JSON.parse(config.pullSecret)).toEqual(file);
  });

  it('says when an installer would want more', async () => {
    const some = await createBench(LOGINS);
    expect(some.preview('pull-secret').notes).toContain('pull-secret-incomplete');
    const all = await createBench(
      ['cloud.openshift.com', 'quay.io', 'registry.redhat.io'].map((registry) => ({
        registry,
        username: 'u',
        secret: 's',
      })),
    );
    expect(all.preview('pull-secret').notes).not.toContain('pull-secret-incomplete');
  });
});
