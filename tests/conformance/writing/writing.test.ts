import { readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { titleOf } from '../edge-cases.ts';
import { type Doorkeeper, startDoorkeeper } from '../oracles.ts';
import { ALICE, type OurTargets, ourLogin, targetsOf } from '../ours.ts';
import { makeSandbox, type Sandbox } from '../sandbox.ts';
import { AUTH_JSON_ROWS } from './auth-json.ts';
import { DOCKER_CONFIG_ROWS } from './docker-config.ts';
import { type After, H, type WritingRow } from './row.ts';

const CONTAINER_TOOLS = ['skopeo', 'podman', 'buildah'] as const;
/** These are found and nothing else is: no helper that docker would choose by itself. */
const TOOLS = [...CONTAINER_TOOLS, 'docker'] as const;
type Tool = (typeof TOOLS)[number];
/** What podman and buildah run for a user that is not root. */
const THEIR_TOOLS = ['newuidmap', 'newgidmap'];

const places = new Map<string, string>();
let doorkeeper: Doorkeeper;
/** Our targets look after a file for a second: that need not be waited for row by row. */
const closing: Promise<unknown>[] = [];

beforeAll(async () => {
  const full = await makeSandbox();
  for (const tool of [...TOOLS, ...THEIR_TOOLS]) {
    const { code, stdout } = await full.run('which', [tool]);
    if (code === 0) places.set(tool, stdout.trim());
  }
  await full.remove();
  doorkeeper = await startDoorkeeper();
});
afterAll(async () => {
  await Promise.all(closing);
  await doorkeeper.close();
});

describe.each(
  [...AUTH_JSON_ROWS, ...DOCKER_CONFIG_ROWS].map((row) => ({ title: titleOf(row), row })),
)('$title', ({ row }) => {
  let sandbox: Sandbox;
  let targets: OurTargets | null = null;
  beforeEach(async () => {
    sandbox = await makeSandbox({ PATH: '$HOME/bin' });
    for (const [tool, place] of places) await symlink(place, join(sandbox.home, 'bin', tool));
    await lay(sandbox, row);
  });
  afterEach(() => {
    const { remove } = sandbox;
    closing.push((targets?.close() ?? Promise.resolve()).then(remove));
    targets = null;
  });

  it.each(row.file === 'docker' ? (['docker'] as const) : CONTAINER_TOOLS)('%s', async (tool) => {
    const before = await textOf(sandbox, row);
    const { code, stderr } = await theirs(sandbox, tool, row);
    expect(code === 0, stderr).toBe(row.theirs.ok);
    await expectAfter(sandbox, row, row.theirs, before);
  });

  it('and we', async () => {
    const before = await textOf(sandbox, row);
    targets = targetsOf(sandbox.host);
    const target = row.file === 'docker' ? 'docker' : 'runtime';
    const login = row.logout ? null : (row.login ?? ALICE);
    const { outcome, problem } = await ourLogin(targets, target, doorkeeper.registry, login);
    if (row.ours.ok === true) expect(problem).toBeNull();
    else expect({ outcome, code: problem?.code }).toEqual({ outcome: 'failed', code: row.ours.ok });
    await expectAfter(sandbox, row, row.ours, before);
  });

  it('says why where we differ, and only there', () => {
    const { theirs, ours } = row;
    const agreed =
      theirs.ok === (ours.ok === true) &&
      JSON.stringify([theirs.after, theirs.mode]) === JSON.stringify([ours.after, ours.mode]);
    expect(row.onPurpose === undefined).toBe(agreed);
  });
});

async function lay(sandbox: Sandbox, row: WritingRow): Promise<void> {
  const { file, before, beside, prepare, helper } = row;
  const path = sandbox.paths[file];
  const content = typeof before === 'string' ? here(before) : before;
  const other = beside === undefined ? {} : { docker: here(beside) };
  await sandbox.lay(content === undefined ? other : { ...other, [file]: content });
  if (helper !== undefined) {
    await sandbox.helper(helper.suffix, `PATH=/usr/bin:/bin\n${helper.body}`);
  }
  if (prepare !== undefined) {
    const script = `PATH=/usr/bin:/bin; set -e; mkdir -p $DIR; ${prepare}`
      .replaceAll('$FILE', path)
      .replaceAll('$DIR', dirname(path));
    const { code, stderr } = await sandbox.run('/bin/sh', ['-c', script]);
    if (code !== 0) throw new Error(stderr);
  }
}

function here(text: string): string {
  return text.replaceAll(H, doorkeeper.registry);
}

function theirs(sandbox: Sandbox, tool: Tool, { logout, login = ALICE }: WritingRow) {
  const { registry } = doorkeeper;
  if (logout) return sandbox.run(tool, ['logout', registry]);
  const insecure = tool === 'docker' ? [] : ['--tls-verify=false'];
  const args = ['login', ...insecure, '-u', login.username, '--password-stdin', registry];
  return sandbox.run(tool, args, login.password);
}

async function textOf({ paths }: Sandbox, { file }: WritingRow): Promise<string | null> {
  return readFile(paths[file], 'utf8').catch(() => null);
}

async function expectAfter(
  sandbox: Sandbox,
  row: WritingRow,
  { after, mode }: { readonly after: After; readonly mode?: string },
  before: string | null,
): Promise<void> {
  const text = await textOf(sandbox, row);
  if (after === 'no file') expect(text).toBeNull();
  else if (after === 'as it was') expect(text).toBe(before);
  else expect(JSON.parse(text ?? '')).toEqual(JSON.parse(here(JSON.stringify(after))));
  if (mode !== undefined) {
    expect(((await stat(sandbox.paths[row.file])).mode & 0o777).toString(8)).toBe(mode);
  }
}
