import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Host } from '../host.ts';
import { NEWEST_VERSIONS, type ToolVersions } from './world.ts';

/** What `tool --version` may take, on a machine that is busy or has yet to load it; it asks nobody. */
const LIMIT_MS = 10_000;

/**
 * The rules of the tools that are installed on this machine. A tool that is missing or does not say
 * its version, and never did, is taken for the newest.
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

/** What each program said of itself, by its file as it was then: asking one takes longer than all the rest of a lookup. */
const known = new Map<string, Promise<Version | null>>();

async function versionOf(host: Host, tool: string): Promise<Version | null> {
  const file = await programFile(host, tool);
  if (file === null) return null;
  const asked = known.get(file) ?? askVersion(host, tool);
  known.set(file, asked);
  const version = await asked;
  const program = JSON.stringify([host.env.PATH, tool]);
  if (version === null) {
    known.delete(file);
    return last.get(program) ?? null;
  }
  last.set(program, version);
  return version;
}

/** What each program said last, by PATH and name: nearer to the truth than the newest where it fails to say. */
const last = new Map<string, Version>();

/** Where each program was last time, by PATH and name: as long as it is there, PATH is not searched again. */
const places = new Map<string, string>();

/** The program that would be run, and what changes with it; null where there is none. */
async function programFile({ env }: Host, tool: string): Promise<string | null> {
  const { PATH = '' } = env;
  const key = JSON.stringify([PATH, tool]);
  const before = places.get(key);
  const paths = PATH.split(delimiter).map((directory) => directory && join(directory, tool));
  for (const path of before === undefined ? paths : [before, ...paths]) {
    const found = path === '' ? null : await stat(path).catch(() => null);
    if (!found?.isFile()) continue;
    places.set(key, path);
    return `${path} ${found.ino} ${found.size} ${found.mtimeMs}`;
  }
  return null;
}

function askVersion(host: Host, tool: string): Promise<Version | null> {
  return new Promise((resolve) => {
    const options = { env: { ...host.env }, timeout: LIMIT_MS, maxBuffer: 64 * 1024 };
    execFile(tool, ['--version'], options, (error, stdout) => {
      const match = error === null ? /(\d+)\.(\d+)/.exec(stdout) : null;
      resolve(match === null ? null : [Number(match[1]), Number(match[2])]);
    });
  });
}
