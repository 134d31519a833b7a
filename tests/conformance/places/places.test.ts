import { stat } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import { type LoopbackRegistries, startLoopbackRegistries } from '../../support/authfile-peers.ts';
import { run } from '../../support/tools-process.ts';
import { titleOf } from '../edge-cases.ts';
import { ALICE, ourLogin, targetsOf } from '../ours.ts';
import { makeSandbox, type Sandbox } from '../sandbox.ts';
import { H, PLACE_ROWS, type PlaceRow } from './rows.ts';

const NAMESPACE = ['--mount', ...(process.geteuid?.() === 0 ? [] : ['--map-root-user'])];
/** Of the machine's own state the tools see nothing, and leave nothing in it. */
const EMPTY = ['/run', '/var/lib', '/dev/shm'].map((dir) => `mount -t tmpfs tmpfs ${dir}`);

let registries: LoopbackRegistries;
let registry: string;
beforeAll(async () => {
  registries = await startLoopbackRegistries();
  registry = registries.host(0);
});
afterAll(() => registries.close());

describe.each(PLACE_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', ({ row }) => {
  let sandbox: Sandbox;
  let host: Host & { readonly env: Record<string, string> };
  beforeEach(async () => {
    sandbox = await makeSandbox();
    const env = { ...sandbox.env };
    for (const [name, value] of Object.entries(row.env ?? {})) {
      if (value === null) delete env[name];
      else env[name] = value.replaceAll('$HOME', sandbox.home);
    }
    host = { ...sandbox.host, env, ...(row.asRoot && { uid: 0 }) };
  });
  afterEach(() => sandbox.remove());

  const here = (text: string) =>
    text
      .replaceAll('$HOME', sandbox.home)
      .replaceAll(H, registry)
      .replaceAll('PORT', registry.split(':')[1] ?? '');

  /** In a namespace of its own; the mode of the file that it was to write comes last. */
  async function inNamespace({ prepare = 'true', script, theirs }: PlaceRow) {
    const wrote = theirs.wrote == null ? '/nonexistent' : here(theirs.wrote[0]);
    const lines = [
      ...EMPTY,
      ...[`{ ${here(prepare)}; } || exit 99`, `( ${here(script)}\n) 2>&1`],
      ...['code=$?', `echo "mode:$(stat -c %a '${wrote}' 2>&1)"`, 'exit $code'],
    ];
    return run('unshare', [...NAMESPACE, 'sh', '-c', lines.join('\n')], { env: host.env });
  }

  it('theirs', async () => {
    const { code, stdout, stderr } = await inNamespace(row);
    const { theirs } = row;
    expect(code, stdout + stderr).toBe(theirs.code);
    const [said = '', mode = ''] = stdout.split('mode:');
    if (theirs.says !== undefined) expect(said).toMatch(theirs.says);
    if (theirs.wrote != null) expect(mode.trim()).toBe(theirs.wrote[1]);
    if (theirs.wrote === null) {
      const { stdout: found } = await sandbox.run('find', [sandbox.home, '-name', 'auth.json']);
      expect(found).toBe('');
    }
  });

  const { ours } = row;
  if (ours === undefined) return;
  it('and we', async () => {
    if (row.prepare !== undefined) await sandbox.run('sh', ['-c', here(row.prepare)]);
    const our = targetsOf(host);
    const [location] = our.targets.select([ours.target]);
    const path = here(ours.path);
    expect(location?.path).toBe(path);
    if (path.startsWith(sandbox.home)) {
      const { problem } = await ourLogin(our, ours.target, registry, ALICE);
      expect(problem?.code).toBe(ours.refused);
      if (ours.refused === undefined) expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    await our.close();
  });
});
