import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installedVersions } from '../../../electron/core/lookup/tool-versions.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-versions-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function podman(script: string): Promise<void> {
  const path = join(directory, 'podman');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

async function isFinal(): Promise<boolean> {
  const env = { PATH: directory };
  const host = { env, home: directory, uid: 1000, platform: 'linux' } as const;
  return (await installedVersions(host)).explicitFileIsFinal;
}

it('takes a tool that is not there, or does not say, for the newest', async () => {
  expect(await isFinal()).toBe(true);
  await podman('exit 1');
  expect(await isFinal()).toBe(true);
});

it('asks a tool again when it was replaced, and keeps to what it said last when it fails', async () => {
  await podman('echo podman version 4.3.1');
  expect(await isFinal()).toBe(false);
  await podman('echo podman version 5.4.0 of another size');
  expect(await isFinal()).toBe(true);
  await podman('echo podman version 4.3.1');
  expect(await isFinal()).toBe(false);
  await podman('exit 1');
  expect(await isFinal()).toBe(false);
});

it('waits for a tool that a busy machine takes seconds to start', async () => {
  await podman('/bin/sleep 2.5; echo podman version 4.3.1');
  expect(await isFinal()).toBe(false);
});
