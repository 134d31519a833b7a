import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PullSecretView } from '../../../shared/pull-secret.ts';
import type { PullSecretForm } from '../../../shared/pull-secret-commands.ts';
import { makeCanary, scan } from '../../support/canary.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { createAuthority } from '../../support/tls.ts';
import { run, runOk } from '../../support/tools-process.ts';
import { createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';

/** Nobody is there: a check that asked would not end as "verified" or "rejected". */
const TELEMETRY = 'cloud.openshift.com';
const basic = { username: '1234567|builder', password: makeCanary() };
const token = { username: '7654321|robot', password: makeCanary() };
let basicRegistry: DockerRegistry;
let tokenRegistry: DockerRegistry;
let machine: Machine;
let core: TestCore;
let chosen: string | null = null;
let copied = '';
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const authority = await createAuthority();
  close.push(() => authority.close());
  [basicRegistry, tokenRegistry] = await Promise.all([
    startDockerRegistry('basic', basic, authority),
    startDockerRegistry('token', token, authority),
  ]);
  close.push(
    () => basicRegistry.close(),
    () => tokenRegistry.close(),
  );
});
afterAll(async () => {
  for (const each of close.reverse()) await each();
});
beforeEach(async () => {
  machine = await createMachine();
  await trustRegistry(machine.home, basicRegistry);
  await trustRegistry(machine.home, tokenRegistry);
  chosen = null;
  copied = '';
  core = startCore(machine, {
    desktop: {
      chooseFile: async () => chosen,
      saveAs: async (_name, write) => {
        if (chosen !== null) await write(chosen);
        return chosen;
      },
      copySecret: async (text) => {
        copied = text;
      },
      copyText: async (text) => {
        copied = text;
      },
    },
  });
});
afterEach(async () => {
  await core.close();
  await machine.remove();
});

const runId = () => randomUUID();
const entry = (pair: string, more: object = {}) => ({
  auth: Buffer.from(pair).toString('base64'),
  ...more,
});
const document = (auths: object) => JSON.stringify({ auths }, null, 2);
const open = (text: string) => core.calls['pull-secret.open-text']({ text });
const refused = (code: string, context: object = {}) =>
  expect.objectContaining({ code, context: expect.objectContaining(context) });
const verdicts = ({ entries }: PullSecretView) =>
  entries.map(({ key, check }) => [key, check?.verdict ?? null]);

/** Stores the account of a registry. @returns its id */
async function store({ registry, account }: DockerRegistry): Promise<string> {
  const input = {
    runId: runId(),
    draft: {
      registry,
      plainHttp: false,
      kind: 'service-account' as const,
      username: account.username,
      secret: account.password,
      label: '',
    },
    commit: { targetIds: [] },
  };
  const outcome = await core.calls['login.start'](input);
  const id = outcome.committed?.credentialId;
  if (id === undefined) throw new Error(`not stored: ${outcome.check.reason}`);
  return id;
}

const add = (draftId: string, credentialIds: string[], acceptsPersonal = false) =>
  core.calls['pull-secret.add']({ runId: runId(), draftId, credentialIds, acceptsPersonal });
const confirm = (of: string[]) =>
  core.calls['vault.confirm']({ runId: runId(), of, passphrase: null });
const order = (draftId: string, form: PullSecretForm = 'file', acceptsFault = false) => ({
  runId: runId(),
  draftId,
  form,
  acceptsFault,
});

describe('the pull-secret workbench (S10)', () => {
  it('checks each entry by itself, tells each as it comes, and asks nothing of telemetry', async () => {
    const view = await open(
      document({
        [TELEMETRY]: entry('robot:token'),
        [basicRegistry.registry]: entry(`${basic.username}:${basic.password}`),
        [`${basicRegistry.registry}/team`]: entry(`${basic.username}:wrong`),
        'broken.example.com': entry('no colon'),
        'odd.example.com': entry('user:line\nend'),
      }),
    );
    const checked = await core.calls['pull-secret.check']({
      runId: runId(),
      draftId: view.draftId,
      keys: null,
    });
    expect(verdicts(checked)).toEqual([
      [TELEMETRY, null],
      [basicRegistry.registry, 'verified'],
      [`${basicRegistry.registry}/team`, 'rejected'],
      ['broken.example.com', null],
      ['odd.example.com', null],
    ]);
    const told = core.runEvents().filter((event) => event.type === 'checked');
    expect(new Map(told.map(({ key, problem }) => [key, problem]))).toEqual(
      new Map([
        [basicRegistry.registry, null],
        [`${basicRegistry.registry}/team`, null],
        ['odd.example.com', 'SECRET_INVALID'],
      ]),
    );
    expect(core.runEvents().findLast((event) => event.type === 'progress')).toMatchObject({
      done: 3,
      total: 3,
    });
    // What is changed has not been checked; what comes back has.
    const { draftId } = view;
    const changed = await core.calls['pull-secret.remove']({
      draftId,
      keys: [basicRegistry.registry],
    });
    expect(verdicts(changed)[1]).toEqual([`${basicRegistry.registry}/team`, 'rejected']);
    expect(verdicts(await core.calls['pull-secret.undo']({ draftId }))[1]).toEqual([
      basicRegistry.registry,
      'verified',
    ]);
  });

  it('asks about the same token server once, and keeps what was found when it is stopped', async () => {
    const { registry } = tokenRegistry;
    const { draftId } = await open(
      document({
        [basicRegistry.registry]: entry(`${basic.username}:${basic.password}`),
        [registry]: entry(`${token.username}:${token.password}`),
        [`${registry}/team`]: entry(`${token.username}:${token.password}`),
      }),
    );
    const first = runId();
    const isBasicDone = core.next(
      'run',
      (event) => event.type === 'checked' && event.key === basicRegistry.registry,
    );
    const asked = core.next('run', (event) => event.type === 'question');
    const stopping = core.calls['pull-secret.check']({ runId: first, draftId, keys: null });
    await Promise.all([isBasicDone, asked]);
    await core.calls['run.cancel']({ runId: first });
    expect(verdicts(await stopping)).toEqual([
      [basicRegistry.registry, 'verified'],
      [registry, null],
      [`${registry}/team`, null],
    ]);

    const second = runId();
    const question = core.next('run', (event) => event.type === 'question');
    const checking = core.calls['pull-secret.check']({
      runId: second,
      draftId,
      keys: [registry, `${registry}/team`],
    });
    const event = await question;
    if (event.type !== 'question') throw new Error('no question');
    await core.calls['run.answer']({
      runId: second,
      questionId: event.questionId,
      allow: true,
    });
    expect(verdicts(await checking).map(([, verdict]) => verdict)).toEqual([
      'verified',
      'verified',
      'verified',
    ]);
    const questions = core.runEvents().filter((each) => each.type === 'question');
    expect(questions.filter((each) => each.runId === second)).toHaveLength(1);
  });

  it('puts stored credentials in, and out after a confirmation alone; podman, skopeo, buildah and kubectl read it', async () => {
    const id = await store(basicRegistry);
    const untouched = `  "quay.io": {\n      "auth" : "${entry('keep:keep').auth}", "email": "a@b.example" }`;
    const text = `{"auths": {\n${untouched},\n  "registry.redhat.io": {"auth":"${entry('1|a:b').auth}"}\n}}`;
    const { draftId } = await open(text);
    const view = await add(draftId, [id]);
    expect(view).toMatchObject({
      credentialIds: [id],
      fault: null,
      undoable: 1,
      changes: [{ key: basicRegistry.registry, action: 'add', usernameAfter: basic.username }],
    });

    chosen = join(machine.home, 'pull-secret.json');
    const save = (form: PullSecretForm = 'file') =>
      core.calls['pull-secret.save'](order(draftId, form));
    await expect(save()).rejects.toThrow(refused('PRESENCE_NEEDED'));
    await expect(core.calls['pull-secret.copy'](order(draftId))).rejects.toThrow(
      refused('PRESENCE_NEEDED'),
    );
    await expect(stat(chosen)).rejects.toThrow('ENOENT');
    expect(copied).toBe('');

    await confirm([id]);
    expect(await save()).toEqual({ path: chosen });
    expect((await stat(chosen)).mode & 0o777).toBe(0o600);
    const saved = await readFile(chosen, 'utf8');
    expect(saved).toContain(untouched);
    expect(saved.startsWith(text.slice(0, text.lastIndexOf('"}') + 2))).toBe(true);

    const { registry, image } = basicRegistry;
    const inFile = ['--authfile', chosen];
    for (const tool of ['podman', 'skopeo', 'buildah']) {
      const args = ['login', '--get-login', ...inFile, registry];
      expect((await runOk(tool, args, { env: machine.env })).trim()).toBe(basic.username);
    }
    const to = join(machine.home, 'pulled');
    await runOk(
      'skopeo',
      ['copy', '--quiet', '--insecure-policy', ...inFile, `docker://${image}`, `dir:${to}`],
      { env: machine.env },
    );

    const secret = JSON.parse(
      await runOk('kubectl', [
        ...['create', 'secret', 'generic', 'additional-pull-secret', '-n', 'kube-system'],
        '--type=kubernetes.io/dockerconfigjson',
        `--from-file=.dockerconfigjson=${chosen}`,
        ...['--dry-run=client', '-o', 'json'],
      ]),
    ) as { data: Record<string, string> };
    const data = secret.data['.dockerconfigjson'] ?? '';
    expect(Buffer.from(data, 'base64').toString()).toBe(saved);
    // What kubectl writes is read again.
    const again = await open(JSON.stringify(secret, null, 4));
    expect(again.entries.map(({ key }) => key)).toEqual(view.entries.map(({ key }) => key));

    // The file that the user agrees to replace is replaced; on one line it says the same.
    await confirm([id]);
    await save('line');
    const line = await readFile(chosen, 'utf8');
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toEqual(JSON.parse(saved));
    await confirm([id]);
    await core.calls['pull-secret.copy'](order(draftId, 'line'));
    expect(copied).toBe(line);

    // A later regenerate can name where it went; the audit log has it too.
    const uses = await core.calls['export.uses'](undefined);
    expect(uses.map(({ credentialId, form, fileName }) => [credentialId, form, fileName])).toEqual([
      [id, 'pull-secret-line', null],
      [id, 'pull-secret-line', 'pull-secret.json'],
      [id, 'pull-secret', 'pull-secret.json'],
    ]);
    const audit = await core.calls['audit.list']({ query: '', limit: 50 });
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['pull-secret.add', 'pull-secret.save', 'pull-secret.copy']),
    );

    // Taken out again, nothing of the store is in it, and nobody has to be asked.
    await core.calls['pull-secret.undo']({ draftId });
    await core.calls['pull-secret.copy'](order(draftId));
    expect(copied).toBe(text);

    const said = [
      { place: 'answers', content: JSON.stringify([view, again, uses, audit]) },
      { place: 'events', content: JSON.stringify(core.events) },
      { place: 'log', content: await core.logged() },
    ];
    expect(scan(basic.password, said)).toEqual([]);
  });

  it('asks before a personal login goes to a cluster', async () => {
    const outcome = await core.calls['login.start']({
      runId: runId(),
      draft: {
        registry: basicRegistry.registry,
        plainHttp: false,
        kind: 'red-hat-login',
        username: basic.username,
        secret: basic.password,
        label: '',
      },
      commit: { targetIds: [] },
    });
    const id = outcome.committed?.credentialId ?? '';
    const { draftId } = await core.calls['pull-secret.begin'](undefined);
    await expect(add(draftId, [id])).rejects.toThrow(
      refused('EXPORT_PERSONAL_LOGIN', { username: basic.username }),
    );
    expect((await add(draftId, [id], true)).credentialIds).toEqual([id]);
  });

  it('goes out with a fault only when the user has said so; a missing registry is none', async () => {
    const faulty = await open(document({ 'a.io': entry('a:b', { identitytoken: 't' }) }));
    await expect(core.calls['pull-secret.copy'](order(faulty.draftId))).rejects.toThrow(
      refused('PULL_SECRET_FAULTY', { key: 'a.io', line: 5 }),
    );
    await core.calls['pull-secret.copy'](order(faulty.draftId, 'file', true));
    expect(copied).toContain('identitytoken');
    const tidied = await core.calls['pull-secret.tidy']({ draftId: faulty.draftId });
    expect(tidied.fault).toMatchObject({ code: 'registry-missing', key: 'registry.redhat.io' });
    await core.calls['pull-secret.copy'](order(faulty.draftId));
    expect(copied).not.toContain('identitytoken');
  });

  it('merges another one from a file, entry by entry', async () => {
    const { draftId } = await open(document({ 'a.io': entry('a:1', { email: 'mine' }) }));
    chosen = join(machine.home, 'other.json');
    await writeFile(chosen, document({ 'a.io': entry('a:2'), 'b.io': entry('b:b') }));
    expect(await core.calls['pull-secret.compare-file']({ draftId })).toEqual([
      expect.objectContaining({ key: 'a.io', relation: 'different' }),
      expect.objectContaining({ key: 'b.io', relation: 'new' }),
    ]);
    await core.calls['pull-secret.merge']({ draftId, keys: ['a.io', 'b.io'] });
    await core.calls['pull-secret.copy'](order(draftId));
    expect(JSON.parse(copied)).toEqual({
      auths: { 'a.io': entry('a:2'), 'b.io': entry('b:b') },
    });
    chosen = null;
    expect(await core.calls['pull-secret.compare-file']({ draftId })).toBeNull();
  });

  it('is gone when the app is locked or it is closed', async () => {
    const gone = refused('DRAFT_EXPIRED');
    const first = await open(document({}));
    core.lock();
    await expect(core.calls['pull-secret.undo']({ draftId: first.draftId })).rejects.toThrow(gone);
    const second = await open(document({}));
    await core.calls['pull-secret.discard']({ draftId: second.draftId });
    await expect(core.calls['pull-secret.copy'](order(second.draftId))).rejects.toThrow(gone);
  });

  it('copies a command that names the file that was saved, as long as it is what is shown', async () => {
    const { draftId } = await open(document({ 'registry.redhat.io': entry('a:b') }));
    const copyApply = async () => {
      const about = { platform: 'crc', shell: 'sh', node: 'n', image: 'i' } as const;
      await core.calls['pull-secret.copy-command']({ ...about, draftId, step: 'apply' });
      return copied;
    };
    expect(await copyApply()).toBe('crc config set pull-secret-file pull-secret.json');
    chosen = join(machine.home, 'a b.json');
    await core.calls['pull-secret.save'](order(draftId));
    expect(await copyApply()).toBe(`crc config set pull-secret-file '${chosen}'`);
    const edited = await core.calls['pull-secret.remove']({
      draftId,
      keys: ['registry.redhat.io'],
    });
    expect(edited.savedPath).toBeNull();
    expect(await copyApply()).toBe('crc config set pull-secret-file pull-secret.json');
    const back = await core.calls['pull-secret.undo']({ draftId });
    expect(back.savedPath).toBe(chosen);
    await expect(
      core.calls['pull-secret.copy-command']({
        ...{ draftId: null, platform: 'crc', shell: 'sh', node: 'n', image: 'i' },
        step: 'follow',
      }),
    ).rejects.toThrow(refused('ENTRY_UNKNOWN'));
  });
});

describe('a file that is opened', () => {
  const SECRET = makeCanary();
  const openFile = () => core.calls['pull-secret.open-file'](undefined);
  beforeEach(() => {
    chosen = join(machine.home, 'chosen');
  });

  it.each([
    ['one of UTF-16', Buffer.from('\ufeff{"auths":{}}', 'utf16le'), 'PULL_SECRET_MALFORMED'],
    ['one with NULs', Buffer.alloc(1024), 'PULL_SECRET_MALFORMED'],
    ['an empty one', Buffer.alloc(0), 'PULL_SECRET_MALFORMED'],
    ['a large one', Buffer.alloc(1024 * 1024 + 1, 0x20), 'FILE_TOO_LARGE'],
    ['YAML that is no Secret', Buffer.from(`auths: ${SECRET}`), 'PULL_SECRET_MALFORMED'],
    [
      'one that ends early',
      Buffer.from(`{"auths":{"a.io":{"auth":"${SECRET}`),
      'PULL_SECRET_MALFORMED',
    ],
    [
      'two documents',
      Buffer.from(`{"auths":{}}{"auths":{"a.io":"${SECRET}"}}`),
      'PULL_SECRET_MALFORMED',
    ],
    ['a comment', Buffer.from(`{"auths":{}/* ${SECRET} */}`), 'PULL_SECRET_MALFORMED'],
  ])('%s is refused with its name and nothing of it', async (_name, content, code) => {
    await writeFile(String(chosen), content);
    const error: unknown = await openFile().then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(error).toEqual(refused(code, { path: chosen }));
    expect(scan(SECRET, [{ place: 'error', content: JSON.stringify(error) }])).toEqual([]);
  });

  it('is read with a mark of Windows in front; a pipe and a directory are refused at once', async () => {
    await writeFile(String(chosen), `\ufeff${document({ 'a.io': entry('a:b') })}`);
    expect((await openFile())?.entries).toHaveLength(1);
    await rm(String(chosen));
    await mkdir(String(chosen));
    await expect(openFile()).rejects.toThrow(refused('FILE_NOT_REGULAR'));
    await rm(String(chosen), { recursive: true });
    expect((await run('mkfifo', [String(chosen)])).code).toBe(0);
    await expect(openFile()).rejects.toThrow(refused('FILE_NOT_REGULAR'));
    chosen = null;
    expect(await openFile()).toBeNull();
  });
});
