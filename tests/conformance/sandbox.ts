import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from '../../electron/core/host.ts';

/** The credential files that a case may lay down, by the name that the cases use. */
export interface CaseFiles {
  readonly runtime?: string | Uint8Array;
  readonly user?: string | Uint8Array;
  readonly docker?: string | Uint8Array;
  readonly legacy?: string | Uint8Array;
  readonly explicit?: string | Uint8Array;
  /** `config.json` of a directory for DOCKER_CONFIG. */
  readonly moved?: string | Uint8Array;
  /** registries.conf of the user, two files that add to it, and one for CONTAINERS_REGISTRIES_CONF. */
  readonly registries?: string;
  readonly dropIn?: string;
  readonly laterDropIn?: string;
  readonly namedRegistries?: string;
}

export interface ToolRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A throw-away home in which a real tool and our rules see the same files. */
export interface Sandbox {
  readonly home: string;
  readonly host: Host;
  readonly env: Record<string, string>;
  readonly paths: Record<keyof CaseFiles, string>;
  lay(files: CaseFiles): Promise<void>;
  /** A credential helper `docker-credential-<suffix>` on the sandbox's PATH: a shell script's body. */
  helper(suffix: string, body: string): Promise<void>;
  run(program: string, args: readonly string[], input?: string): Promise<ToolRun>;
  remove(): Promise<void>;
}

/** Makes a sandbox. `env` is added to the environment of both sides. */
export async function makeSandbox(env: Record<string, string> = {}): Promise<Sandbox> {
  const home = await mkdtemp(join(tmpdir(), 'pullkeeper-conformance-'));
  const bin = join(home, 'bin');
  const runtime = join(home, 'run');
  await mkdir(bin, { mode: 0o700 });
  await mkdir(runtime, { mode: 0o700 });
  const paths = {
    runtime: join(runtime, 'containers/auth.json'),
    user: join(home, '.config/containers/auth.json'),
    docker: join(home, '.docker/config.json'),
    legacy: join(home, '.dockercfg'),
    explicit: join(home, 'explicit/auth.json'),
    moved: join(home, 'moved/config.json'),
    registries: join(home, '.config/containers/registries.conf'),
    dropIn: join(home, '.config/containers/registries.conf.d/10-first.conf'),
    laterDropIn: join(home, '.config/containers/registries.conf.d/20-later.conf'),
    namedRegistries: join(home, 'named/registries.conf'),
  };
  const environment: Record<string, string> = {
    HOME: home,
    PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    XDG_RUNTIME_DIR: runtime,
    XDG_CONFIG_HOME: join(home, '.config'),
    ...Object.fromEntries(Object.entries(env).map(([k, v]) => [k, v.replaceAll('$HOME', home)])),
  };
  return {
    home,
    env: environment,
    host: { env: environment, home, uid: process.getuid?.() ?? 0, platform: 'linux' },
    paths,
    async lay(files) {
      for (const path of Object.values(paths)) await rm(path, { force: true, recursive: true });
      for (const [name, content] of Object.entries(files)) {
        const path = paths[name as keyof CaseFiles];
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(path, content, { mode: 0o600 });
      }
    },
    async helper(suffix, body) {
      const path = join(bin, `docker-credential-${suffix}`);
      await writeFile(path, `#!/bin/sh\n${body}\n`);
      await chmod(path, 0o755);
    },
    run: (program, args, input = '') => run(program, args, input, environment, home),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

function run(
  program: string,
  args: readonly string[],
  input: string,
  env: Record<string, string>,
  cwd: string,
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { env, cwd, timeout: 30_000 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** An `auth` value as the tools store it. */
export function auth(user: string, password = 'pw'): string {
  return Buffer.from(`${user}:${password}`).toString('base64');
}
