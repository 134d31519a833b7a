import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookupOnMachine } from '../../../electron/core/lookup/machine.ts';
import { resolve } from '../../../electron/core/lookup/resolve.ts';
import type { ToolVersions } from '../../../electron/core/lookup/world.ts';
import { installedVersions, referenceOf, toAnswer } from '../answers.ts';
import { titleOf } from '../edge-cases.ts';
import { type Answer, getLogin } from '../oracles.ts';
import { makeSandbox, type Sandbox } from '../sandbox.ts';
import { expectedAnswer, type LookupRow } from './row.ts';
import { LOOKUP_ROWS } from './rows.ts';

describe.each(LOOKUP_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', ({ row }) => {
  let sandbox: Sandbox;
  let versions: ToolVersions;

  beforeAll(async () => {
    sandbox = await makeSandbox(row.env);
    versions = await installedVersions(sandbox);
    await sandbox.lay(row.files);
    if (row.helper) await sandbox.helper(row.helper.suffix, row.helper.body);
  });
  afterAll(() => sandbox.remove());

  it.each(row.tools ?? (['skopeo', 'podman', 'buildah'] as const))('%s says so', async (tool) => {
    expectAnswer(await getLogin(sandbox, tool, row.ask), row, versions);
  });

  it('and so do we', async () => {
    const world = lookupOnMachine(sandbox.host, versions);
    const resolution = await resolve(world, 'podman', referenceOf(row.ask));
    expectAnswer(toAnswer(resolution), row, versions);
    if (row.or !== undefined) {
      const reasons = resolution.steps.flatMap(({ candidates }) => candidates);
      expect(reasons.map(({ reason }) => reason)).toContain('unstable-twin');
    }
  });
});

function expectAnswer(answer: Answer, row: LookupRow, versions: ToolVersions): void {
  const expected =
    row.expectedSince524 !== undefined && versions.explicitFileIsFinal
      ? row.expectedSince524
      : row.expected;
  expect(answer.kind, JSON.stringify(answer)).toBe(expectedAnswer(expected));
  if (answer.kind === 'user') expect([expected, row.or]).toContain(answer.username);
}
