import type { ImageReference, ToolVersions } from '../../electron/core/lookup/world.ts';
import type { Resolution } from '../../shared/lookup.ts';
import type { Answer } from './oracles.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * The rules of the tools that are installed here. podman 4.4, skopeo 1.11 and buildah 1.29 are the
 * first that stop at an explicit file.
 */
export async function installedVersions(sandbox: Sandbox): Promise<ToolVersions> {
  const docker = await versionOf(sandbox, 'docker');
  return {
    explicitFileIsFinal: (await versionOf(sandbox, 'skopeo')) >= 1.11,
    dockerReadsAuthEnvironment: docker >= 28.03,
    dockerParsesUrls: docker >= 27,
  };
}

/** Major version, and the minor one as hundredths: 28.2 is 28.02. */
async function versionOf(sandbox: Sandbox, tool: string): Promise<number> {
  const { stdout } = await sandbox.run(tool, ['--version']);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (major === undefined) throw new Error(`${tool} --version says no version: ${stdout}`);
  return Number(major) + Number(minor) / 100;
}

/** As the tools split their argument: everything before the first slash is the registry. */
export function referenceOf(key: string): ImageReference {
  const slash = key.indexOf('/');
  return slash < 0
    ? { registry: key, repository: null }
    : { registry: key.slice(0, slash), repository: key.slice(slash + 1) };
}

/** What `--get-login` would print. It names nobody for an entry without a user name. */
export function toAnswer(resolution: Resolution): Answer {
  if (resolution.problem !== null) return { kind: 'error', text: resolution.problem.code };
  const username = resolution.winner?.username;
  return username ? { kind: 'user', username } : { kind: 'nobody' };
}
