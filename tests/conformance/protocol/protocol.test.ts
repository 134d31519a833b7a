import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { check } from '../../support/registry-check.ts';
import { titleOf } from '../edge-cases.ts';
import { makeSandbox, type Sandbox } from '../sandbox.ts';
import { PROTOCOL_TOOLS, type ProtocolRow, type ProtocolTool } from './row.ts';
import { PROTOCOL_ROWS } from './rows.ts';
import { type ScriptedRegistry, startScriptedRegistry } from './scripted-registry.ts';

let sandbox: Sandbox;
let registry: ScriptedRegistry;

beforeAll(async () => {
  const full = await makeSandbox();
  sandbox = await makeSandbox({ PATH: '$HOME/bin' });
  for (const tool of PROTOCOL_TOOLS) {
    await symlink((await full.run('which', [tool])).stdout.trim(), join(sandbox.home, 'bin', tool));
  }
  await full.remove();
  registry = await startScriptedRegistry();
});
afterAll(async () => {
  await registry.close();
  await sandbox.remove();
});

describe.each(PROTOCOL_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', ({ row }) => {
  beforeEach(async () => {
    registry.follow(row.script);
    await sandbox.lay({});
  });

  it.each(PROTOCOL_TOOLS)('%s', async (tool) => {
    const expected = row.theirs[tool];
    const { code, stderr } = await login(tool, row);
    expect(code === 0 ? 'logged in' : stderr).toEqual(
      expected === 'logged in' ? expected : expect.stringMatching(expected),
    );
    expectAsked(tool, row);
    if (tool === 'docker' && row.dockerKeeps !== undefined) {
      const kept = JSON.parse(await readFile(sandbox.paths.docker, 'utf8'));
      expect(kept.auths).toEqual({ [registry.registry]: row.dockerKeeps });
    }
  });

  it('and we', async () => {
    const { username = 'alice', password = 'pw' } = row;
    const answer = await check(registry.registry, { username, password }).then(
      ({ result }) => result.reason,
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        return error.code;
      },
    );
    expect(answer).toBe(row.ours);
    expectAsked('we', row);
  });

  it('says why where we judge otherwise, and only there', () => {
    const isGood = row.ours === 'token-issued' || row.ours === 'basic-accepted';
    const isRejected = row.ours === 'credential-rejected';
    const agreed = Object.values(row.theirs).every(
      (said) => (said === 'logged in') === isGood && blamesPassword(said) === isRejected,
    );
    const asOften = Object.values(row.pings ?? {}).every((count, _, [first]) => count === first);
    expect(row.onPurpose === undefined).toBe(agreed && asOften);
  });
});

function blamesPassword(said: 'logged in' | RegExp): boolean {
  return said !== 'logged in' && /invalid username|unauthorized/i.test(said.source);
}

function login(tool: ProtocolTool, { username = 'alice', password = 'pw' }: ProtocolRow) {
  const insecure = tool === 'docker' ? [] : ['--tls-verify=false'];
  const args = ['login', ...insecure, '-u', username, '--password-stdin', registry.registry];
  return sandbox.run(tool, args, password);
}

function expectAsked(who: ProtocolTool | 'we', { query, pings = {} }: ProtocolRow): void {
  const asked = (start: string) => registry.asked.filter(({ path }) => path.startsWith(start));
  if (query !== undefined) {
    expect(asked('/token')).not.toHaveLength(0);
    for (const { path } of asked('/token')) {
      const sent = Object.fromEntries(new URL(path, 'http://x').searchParams);
      expect(sent).toMatchObject(query);
    }
  }
  if (pings[who] !== undefined) expect(asked('/v2/')).toHaveLength(pings[who]);
}
