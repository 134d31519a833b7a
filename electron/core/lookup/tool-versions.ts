import { execFile } from 'node:child_process';
import type { Host } from '../host.ts';
import { NEWEST_VERSIONS, type ToolVersions } from './world.ts';

/** What `tool --version` may take; it reads nothing and asks nobody. */
const LIMIT_MS = 2_000;

/**
 * The rules of the tools that are installed on this machine. A tool that is missing or does not say
 * its version is taken for the newest.
 */
export async function installedVersions(host: Host): Promise<ToolVersions> {
  const [podman, docker] = await Promise.all([
    versionOf(host, 'podman'),
    versionOf(host, 'docker'),
  ]);
  return {
    explicitFileIsFinal: isAtLeast(podman, [4, 4]) ?? NEWEST_VERSIONS.explicitFileIsFinal,
    dockerReadsAuthEnvironment:
      isAtLeast(docker, [28, 3]) ?? NEWEST_VERSIONS.dockerReadsAuthEnvironment,
    dockerParsesUrls: isAtLeast(docker, [27, 0]) ?? NEWEST_VERSIONS.dockerParsesUrls,
  };
}

type Version = readonly [major: number, minor: number];

function isAtLeast(version: Version | null, least: Version): boolean | null {
  if (version === null) return null;
  const [major, minor] = version;
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

function versionOf(host: Host, tool: string): Promise<Version | null> {
  return new Promise((resolve) => {
    const options = { env: { ...host.env }, timeout: LIMIT_MS, maxBuffer: 64 * 1024 };
    execFile(tool, ['--version'], options, (error, stdout) => {
      const match = error === null ? /(\d+)\.(\d+)/.exec(stdout) : null;
      resolve(match === null ? null : [Number(match[1]), Number(match[2])]);
    });
  });
}
