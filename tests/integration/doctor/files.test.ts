import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAuthFile } from '../../../electron/core/authfile/codec.ts';
import { auth, createPatient, type Patient, told } from './support.ts';

let patient: Patient;
beforeEach(async () => {
  patient = await createPatient();
});
afterEach(() => patient.remove());

const never = new AbortController().signal;
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

test('a machine without any file is in order', async () => {
  expect(await patient.examine()).toEqual([]);
});

test('files in order are left alone, and examining changes nothing', async () => {
  await patient.put(patient.authJson, {
    auths: { 'quay.io': auth('a:b'), 'quay.io/org': auth('c:d') },
  });
  await patient.put(patient.configJson, '{\n"auths":{"r.io":{"auth":"YTpi"}}, "x": 1}');
  const before = [await lstat(patient.authJson), await lstat(patient.configJson)];
  expect(await patient.examine()).toEqual([]);
  const after = [await lstat(patient.authJson), await lstat(patient.configJson)];
  expect(after.map(({ ino, mtimeMs, ctimeMs }) => [ino, mtimeMs, ctimeMs])).toEqual(
    before.map(({ ino, mtimeMs, ctimeMs }) => [ino, mtimeMs, ctimeMs]),
  );
});

describe('text', () => {
  test('F3 a file that does not parse is named with its place, and has no fix', async () => {
    await patient.put(patient.configJson, '{\n  "auths": {\n    "q.io": {},\n  }\n}');
    expect(await patient.find('file-malformed')).toMatchObject({
      severity: 'error',
      targetId: 'docker',
      fix: null,
      evidence: { line: 3, column: 15, reason: 'trailing-comma' },
    });
  });

  test('what docker would drop at its next save', async () => {
    await patient.put(patient.configJson, '{"auths":{}} {}');
    expect(await patient.find('file-malformed')).toMatchObject({
      severity: 'warning',
      evidence: { reason: 'trailing-data' },
    });
  });

  test('a key that occurs twice', async () => {
    const text = '{"auths": {"q.io": {"auth": "YTpi"}, "r.io": {}, "q.io": {"auth": "Yzpk"}}}';
    await patient.put(patient.authJson, text);
    const { plan, result } = await patient.cure('duplicate-key');
    expect(plan.plan?.targets[0]).toMatchObject({
      targetId: 'runtime',
      changes: [{ key: 'q.io', action: 'remove' }],
    });
    expect(result.targets).toMatchObject([{ targetId: 'runtime', outcome: 'written' }]);
    expect(await readFile(patient.authJson, 'utf8')).toBe(
      '{"auths": {"r.io": {}, "q.io": {"auth": "Yzpk"}}}',
    );
  });

  test('bad base64, which docker would write `{}` over', async () => {
    await patient.put(patient.configJson, {
      auths: { 'q.io': auth('a:b'), 'r.io': { auth: 'no base64' } },
      proxies: {},
    });
    const { plan } = await patient.cure('bad-base64');
    expect(plan.finding).toMatchObject({ severity: 'error', evidence: { key: 'r.io' } });
    expect(plan.plan?.targets[0]).toMatchObject({ untouched: 1 });
    expect(await json(patient.configJson)).toEqual({ auths: { 'q.io': auth('a:b') }, proxies: {} });
  });

  test('F4 a key that nobody finds moves, with what else the entry holds', async () => {
    const entry = { ...auth('alice:pw'), email: 'a@b' };
    await patient.put(patient.authJson, { auths: { 'QUAY.IO': entry } });
    const { plan } = await patient.cure('key-never-matches');
    expect(plan.plan?.targets[0]?.changes).toMatchObject([
      { key: 'QUAY.IO', action: 'remove', usernameBefore: 'alice' },
      { key: 'quay.io', action: 'add', usernameAfter: 'alice' },
    ]);
    expect(await json(patient.authJson)).toEqual({ auths: { 'quay.io': entry } });
  });

  test('a namespace leaves the file that docker reads, byte for byte', async () => {
    const entry = '{ "auth":"YTpi" , "email": "a@b" }';
    await patient.put(
      patient.configJson,
      `{"auths":{"quay.io/org":${entry},"r.io":{"auth":"YTpi"}}}`,
    );
    const { plan, result } = await patient.cure('namespace-leaks-to-host');
    expect(
      plan.plan?.targets.map(({ targetId, changes }) => [targetId, changes[0]?.action]),
    ).toEqual([
      ['persistent', 'add'],
      ['docker', 'remove'],
    ]);
    expect(result.targets.map(({ outcome }) => outcome)).toEqual(['written', 'written']);
    expect(await readFile(patient.persistentJson, 'utf8')).toContain(`"quay.io/org": ${entry}`);
    expect(await readFile(patient.configJson, 'utf8')).toBe('{"auths":{"r.io":{"auth":"YTpi"}}}');
    expect(await patient.examine()).toEqual([]);
  });

  test('it stays where it is when its place is taken', async () => {
    await patient.put(patient.configJson, { auths: { 'quay.io/org': auth('a:b') } });
    await patient.put(patient.persistentJson, { auths: { 'quay.io/org': auth('c:d') } });
    const finding = await patient.find('namespace-leaks-to-host');
    await patient.plan(finding);
    await expect(patient.doctor.fix(finding.id, false, never)).rejects.toMatchObject({
      code: 'FILE_KEY_REFUSED',
      context: { reason: 'taken' },
    });
    expect(await json(patient.configJson)).toEqual({ auths: { 'quay.io/org': auth('a:b') } });
  });

  test('an identity token in a file that podman comes to first', async () => {
    const token = { ...auth('alice:'), identitytoken: 'x' };
    await patient.put(patient.configJson, { auths: { 'q.io': token } });
    expect(await patient.find('identity-token-blocks-login')).toMatchObject({ severity: 'notice' });
    await patient.put(patient.authJson, { auths: { 'q.io': auth('a:b') } });
    expect(await patient.examine()).toEqual([]);
  });
});

describe('a plan that no longer holds', () => {
  const twin = { 'q.io': auth('a:b'), 'https://q.io': auth('c:d') };

  test('PLAN_STALE: the entry is another one by now', async () => {
    await patient.put(patient.authJson, { auths: twin });
    const finding = await patient.find('url-form-twin');
    await patient.plan(finding);
    await patient.put(patient.authJson, { auths: { ...twin, 'https://q.io': auth('eve:x') } });
    const before = await readFile(patient.authJson, 'utf8');
    await expect(patient.doctor.fix(finding.id, false, never)).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await readFile(patient.authJson, 'utf8')).toBe(before);
  });

  test('PLAN_STALE: nothing was shown', async () => {
    await patient.put(patient.authJson, { auths: twin });
    const finding = await patient.find('url-form-twin');
    await expect(patient.doctor.fix(finding.id, false, never)).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    await expect(
      patient.doctor.plan(`url-form-twin:${'0'.repeat(32)}`, false, never),
    ).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
  });

  test('another entry that comes meanwhile stands in nobody’s way', async () => {
    await patient.put(patient.authJson, { auths: twin });
    const finding = await patient.find('url-form-twin');
    await patient.plan(finding);
    await patient.put(patient.authJson, { auths: { ...twin, 'new.io': auth('e:f') } });
    await patient.doctor.fix(finding.id, false, never);
    expect(Object.keys((await json(patient.authJson)).auths)).toEqual(['q.io', 'new.io']);
  });
});

describe('F7 modes', () => {
  test('a file that others can read', async () => {
    await patient.put(patient.configJson, { auths: {} });
    await chmod(patient.configJson, 0o644);
    const { plan, result } = await patient.cure('mode-too-wide');
    expect(plan).toMatchObject({
      plan: null,
      modes: [{ path: patient.configJson, before: '0644', after: '0600' }],
    });
    expect(result.modes).toEqual(plan.modes);
    expect(await modeOf(patient.configJson)).toBe('600');
  });

  test('a directory that others can write to', async () => {
    await patient.put(patient.configJson, { auths: {} });
    await chmod(dirname(patient.configJson), 0o777);
    const { plan } = await patient.cure('directory-too-wide');
    expect(plan.finding.severity).toBe('error');
    expect(await modeOf(dirname(patient.configJson))).toBe('700');
  });

  test('the file behind a link, and not the link', async () => {
    const real = join(patient.home, 'dotfiles', 'config.json');
    await patient.put(real, { auths: {} });
    await chmod(real, 0o640);
    await mkdir(dirname(patient.configJson), { mode: 0o700 });
    await symlink(real, patient.configJson);
    expect(told(patient, await patient.examine())).toEqual([
      'mode-too-wide ~/.docker/config.json tighten-mode',
      'symlink ~/.docker/config.json',
    ]);
    await patient.cure('mode-too-wide');
    expect(await modeOf(real)).toBe('600');
    expect((await lstat(patient.configJson)).isSymbolicLink()).toBe(true);
  });

  test('F6 what was swapped in between is not touched', async () => {
    await patient.put(patient.configJson, { auths: {} });
    await chmod(patient.configJson, 0o644);
    const finding = await patient.find('mode-too-wide');
    await patient.plan(finding);
    const other = join(patient.home, 'other');
    await writeFile(other, '{"auths":{}}', { mode: 0o644 });
    await rm(patient.configJson);
    await symlink(other, patient.configJson);
    await expect(patient.doctor.fix(finding.id, false, never)).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await modeOf(other)).toBe('644');
  });

  test('a directory that is not made for such files is its user’s to share', async () => {
    await chmod(patient.home, 0o755);
    await patient.put(join(patient.home, '.dockercfg'), {});
    expect(await patient.examine()).toEqual([]);
  });
});

describe('F6 links', () => {
  test('a link that leads nowhere', async () => {
    await mkdir(dirname(patient.configJson), { mode: 0o700 });
    await symlink('/nonexistent/config.json', patient.configJson);
    expect(await patient.find('symlink-dangling')).toMatchObject({
      fix: null,
      evidence: { reason: '/nonexistent/config.json' },
    });
  });

  test('a directory that is a link', async () => {
    await patient.put(join(patient.home, 'dotfiles', '.docker', 'config.json'), { auths: {} });
    await symlink(join(patient.home, 'dotfiles', '.docker'), join(patient.home, '.docker'));
    expect(await patient.find('symlink')).toMatchObject({
      evidence: { path: join(patient.home, 'dotfiles', '.docker', 'config.json') },
    });
  });

  test('a second name for the file', async () => {
    await patient.put(patient.configJson, { auths: {} });
    await link(patient.configJson, join(patient.home, 'copy'));
    expect(await patient.find('hard-linked')).toMatchObject({ evidence: { reason: '2' } });
  });

  test('what is no file at all is not waited for', async () => {
    await mkdir(patient.configJson, { recursive: true, mode: 0o700 });
    expect(await patient.examine()).toEqual([]);
  });
});

describe('owners', () => {
  test('files that root left in a user’s home are given back by a script', async () => {
    const user = await createPatient({ uid: (process.getuid?.() ?? 0) + 12_345 });
    try {
      await user.put(user.configJson, { auths: {} });
      const code = process.getuid?.() === 0 ? 'owned-by-root' : 'owned-by-another';
      const found = (await user.examine()).filter((finding) => finding.code === code);
      expect(found.map(({ evidence, fix }) => [evidence.path, fix])).toEqual([
        [user.configJson, 'script'],
        [dirname(user.configJson), 'script'],
      ]);
      const [first] = found;
      const plan = await user.plan(first ?? expect.fail('nothing was found'));
      expect(plan.script).toContain(`chown -h ${user.host.uid} "./$name"`);
      expect(await user.doctor.script(plan.finding.id, never)).toEqual({
        name: 'take-back-config.json.sh',
        text: plan.script,
      });
      await expect(user.doctor.fix(plan.finding.id, false, never)).rejects.toMatchObject({
        code: 'IPC_INVALID_INPUT',
      });
    } finally {
      await user.remove();
    }
  });
});

describe('F10 temporary files that another tool left', () => {
  // Whole seconds, which every file system keeps.
  const old = new Date(Math.floor(Date.now() / 1000 - 3600) * 1000);

  async function leave(path: string, content: unknown): Promise<string> {
    await patient.put(path, content);
    await utimes(path, old, old);
    return path;
  }

  test('with credentials, and how old they are', async () => {
    await patient.put(patient.configJson, { auths: {} });
    const left = await leave(`${patient.configJson}123456789`, { auths: { 'q.io': auth('a:b') } });
    const { plan, result } = await patient.cure('leftover-temporary');
    expect(plan).toMatchObject({
      removes: left,
      finding: {
        targetId: null,
        severity: 'warning',
        evidence: { reason: 'credentials' },
        modifiedAt: old.toISOString(),
      },
    });
    expect(result.removed).toBe(left);
    expect(await readdir(dirname(patient.configJson))).toEqual(['config.json']);
  });

  test('of podman, skopeo and buildah, cut off in the middle, or empty', async () => {
    await leave(
      join(dirname(patient.authJson), '.tmp-auth.json42'),
      '{"auths":{"q.io":{"auth":"YTp',
    );
    await leave(join(dirname(patient.authJson), '.tmp-auth.json43'), '');
    const found = await patient.examine();
    expect(found.map(({ severity, evidence }) => [severity, evidence.reason])).toEqual([
      ['warning', 'credentials'],
      ['notice', 'nothing'],
    ]);
  });

  test('what a tool is writing now, and files of other names, are not among them', async () => {
    await patient.put(patient.configJson, { auths: {} });
    await patient.put(`${patient.configJson}987`, { auths: {} });
    for (const name of ['config.json.bak', 'config.json12a', 'xconfig.json1', '.tmp-auth.json9']) {
      await leave(join(dirname(patient.configJson), name), { auths: { q: auth('a:b') } });
    }
    expect(await patient.examine()).toEqual([]);
  });

  test('another file that came under the name stays', async () => {
    await patient.put(patient.configJson, { auths: {} });
    const left = await leave(`${patient.configJson}1`, { auths: {} });
    const finding = await patient.find('leftover-temporary');
    await patient.plan(finding);
    await leave(`${patient.configJson}x`, { auths: { 'r.io': auth('c:d') } });
    await rename(`${patient.configJson}x`, left);
    await expect(patient.doctor.fix(finding.id, false, never)).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await json(left)).toEqual({ auths: { 'r.io': auth('c:d') } });
  });
});

test('every finding of a neglected home is made at once, and the fixes leave the rest', async () => {
  await patient.put(patient.authJson, {
    auths: {
      'q.io': auth('a:b'),
      'https://q.io': auth('a:b'),
      'q.io/org': {},
      'R.io': auth('e:f'),
    },
  });
  await patient.put(patient.configJson, {
    auths: { 'docker.io': auth('a:b'), 'x.io': { auth: '?' } },
  });
  await chmod(patient.configJson, 0o604);
  expect(told(patient, await patient.examine())).toEqual([
    'bad-base64 ~/.docker/config.json remove-entries',
    'empty-entry-shadows $RUN/containers/auth.json remove-entries',
    'key-never-matches $RUN/containers/auth.json rename-key',
    'key-never-matches ~/.docker/config.json rename-key',
    'mode-too-wide ~/.docker/config.json tighten-mode',
    'url-form-twin $RUN/containers/auth.json remove-entries',
  ]);
  for (const { id } of await patient.examine()) {
    const [finding] = (await patient.examine()).filter((each) => each.id === id);
    // A write narrows the mode by itself.
    if (finding === undefined) continue;
    await patient.plan(finding);
    await patient.doctor.fix(id, false, never);
  }
  expect(await patient.examine()).toEqual([]);
  expect(await json(patient.authJson)).toEqual({
    auths: { 'q.io': auth('a:b'), 'r.io': auth('e:f') },
  });
  const document = parseAuthFile(await readFile(patient.configJson), 'docker-config');
  expect(document.entries.map(({ key, username }) => [key, username])).toEqual([
    ['https://index.docker.io/v1/', 'a'],
  ]);
});
