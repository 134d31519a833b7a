import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookupOnMachine } from '../../../electron/core/lookup/machine.ts';
import { resolve } from '../../../electron/core/lookup/resolve.ts';
import { installedVersions, referenceOf, toAnswer } from '../answers.ts';
import { titleOf } from '../edge-cases.ts';
import { type Doorkeeper, dockerAsks, startDoorkeeper } from '../oracles.ts';
import { type CaseFiles, makeSandbox, type Sandbox } from '../sandbox.ts';
import { DOCKER_ROWS, H } from './docker-rows.ts';

let sandbox: Sandbox;
let doorkeeper: Doorkeeper;
beforeAll(async () => {
  sandbox = await makeSandbox();
  doorkeeper = await startDoorkeeper();
});
afterAll(async () => {
  await doorkeeper.close();
  await sandbox.remove();
});

const here = (files: CaseFiles): CaseFiles =>
  JSON.parse(JSON.stringify(files).replaceAll(H, doorkeeper.registry));

describe.each(DOCKER_ROWS.map((row) => ({ title: titleOf(row), row })))('$title', ({ row }) => {
  const answer =
    row.expected === null ? { kind: 'nobody' } : { kind: 'user', username: row.expected };

  it('docker', async () => {
    await sandbox.lay(here(row.files));
    expect(await dockerAsks(sandbox, doorkeeper)).toEqual(answer);
  });

  it('and we', async () => {
    await sandbox.lay(here(row.files));
    const world = lookupOnMachine(sandbox.host, await installedVersions(sandbox));
    const reference = referenceOf(`${doorkeeper.registry}/org/repo`);
    expect(toAnswer(await resolve(world, 'docker', reference))).toEqual(answer);
  });
});
