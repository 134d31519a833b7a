import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { findCredentials } from '../../../electron/core/importing/find.ts';
import { resolve } from '../../../electron/core/lookup/resolve.ts';
import { readPullSecret } from '../../../electron/core/pull-secrets/read-pull-secret.ts';
import { paperWorld } from '../../unit/lookup/world.ts';
import { referenceOf } from '../answers.ts';
import { titleOf } from '../edge-cases.ts';
import { makeSandbox, type Sandbox, type ToolRun } from '../sandbox.ts';
import { KUBECTL_ROWS, KUBELET_ROWS, type KubectlRow, OPERATOR_ROWS } from './rows.ts';

describe('kubectl makes pull secrets, and we read them', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await makeSandbox();
  });
  afterAll(() => sandbox.remove());

  async function kubectl({ args, file }: KubectlRow): Promise<ToolRun> {
    const path = join(sandbox.home, 'file');
    if (file !== undefined) await writeFile(path, file);
    const named = args.map((each) => each.replace('$FILE', path));
    return sandbox.run('kubectl', ['create', 'secret', ...named, '--dry-run=client', '-o', 'json']);
  }

  it.each(KUBECTL_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', async ({ row }) => {
    const { code, stdout, stderr } = await kubectl(row);
    if ('says' in row.theirs) {
      expect(code).not.toBe(0);
      expect(stderr).toMatch(row.theirs.says);
      return;
    }
    expect(stderr).toBe('');
    const { data } = JSON.parse(stdout) as { data: Record<string, string> };
    const text = Buffer.from(data['.dockerconfigjson'] ?? '', 'base64').toString();
    expect(text).toEqual(row.theirs.text);
    expect(ours(stdout)).toEqual(row.ours);
  });
});

function ours(output: string): unknown {
  try {
    const { found } = findCredentials(Buffer.from(output));
    return found.map(({ key, username, secret }) => ({ key, username, secret }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code;
  }
}

describe('the kubelet', () => {
  it.each(KUBELET_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', async ({ row }) => {
    const world = paperWorld({ files: { '/var/lib/kubelet/config.json': { auths: row.auths } } });
    const { winner } = await resolve(world, 'kubelet', referenceOf(row.image));
    expect(winner?.username ?? null).toBe(row.user);
  });
});

describe('the machine-config operator', () => {
  it.each(OPERATOR_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', ({ row }) => {
    const text = JSON.stringify({ auths: { 'r.io': row.entry } });
    const { fault } = readPullSecret(Buffer.from(text));
    expect(fault).toMatchObject({ code: 'member-refused', member: row.member });
  });
});
