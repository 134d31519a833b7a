import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookupOnMachine } from '../../electron/core/lookup/machine.ts';
import { resolve } from '../../electron/core/lookup/resolve.ts';
import type { ToolVersions } from '../../electron/core/lookup/world.ts';
import { installedVersions, referenceOf, toAnswer } from './answers.ts';
import { expectedAnswer, LOOKUP_CASES, type LookupCase } from './lookup-cases.ts';
import { type Answer, getLogin } from './oracles.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';

describe.each(LOOKUP_CASES)('podman reads $name', (row) => {
  let sandbox: Sandbox;
  let versions: ToolVersions;

  beforeAll(async () => {
    sandbox = await makeSandbox(row.env);
    versions = await installedVersions(sandbox);
    await sandbox.lay(row.files);
    if (row.helper) await sandbox.helper(row.helper.suffix, row.helper.body);
  });
  afterAll(() => sandbox.remove());

  it.each(['skopeo', 'podman', 'buildah'] as const)('%s says so', async (tool) => {
    expectAnswer(await getLogin(sandbox, tool, row.ask), row);
  });

  it('and so do we', async () => {
    const world = lookupOnMachine(sandbox.host, versions);
    const resolution = await resolve(world, 'podman', referenceOf(row.ask));
    expectAnswer(toAnswer(resolution), row);
  });
});

function expectAnswer(answer: Answer, row: LookupCase): void {
  expect(answer).toMatchObject(
    answer.kind === 'user'
      ? { kind: expectedAnswer(row.expected), username: row.expected }
      : { kind: expectedAnswer(row.expected) },
  );
}
