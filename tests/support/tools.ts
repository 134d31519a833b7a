import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerRegistry } from './docker-registry.ts';
import { type RunOptions, type RunResult, run } from './tools-process.ts';

/** The container tools that say whom they are logged in as. */
export const LOGIN_TOOLS = ['podman', 'skopeo', 'buildah'] as const;
export type LoginTool = (typeof LOGIN_TOOLS)[number];

export type ToolEnv = Readonly<Record<string, string>>;

/** Runs a tool, as another user where `startedBy` says so. */
function runTool(
  tool: string,
  args: readonly string[],
  options: RunOptions,
  startedBy: readonly string[] = [],
): Promise<RunResult> {
  const [program = tool, ...rest] = [...startedBy, tool, ...args];
  return run(program, rest, options);
}

/** Whom a tool is logged in as, in its own words; null when it says that it is not. */
export async function getLogin(
  tool: LoginTool,
  registry: string,
  env: ToolEnv,
  startedBy?: readonly string[],
): Promise<string | null> {
  const { code, stdout, stderr } = await runTool(
    tool,
    ['login', '--get-login', registry],
    { env },
    startedBy,
  );
  if (code === 0) {
    return stdout.trim();
  }
  if (!`${stdout}${stderr}`.includes('not logged in')) {
    throw new Error(`${tool} login --get-login: ${stderr}`);
  }
  return null;
}

/** Lets podman, skopeo and buildah speak to a registry without TLS, as docker does on loopback unasked. */
export async function trustPlainHttp(
  { home }: { readonly home: string },
  registry: string,
): Promise<void> {
  const directory = join(home, '.config', 'containers');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const text = `[[registry]]\nlocation = "${registry}"\ninsecure = true\n`;
  await writeFile(join(directory, 'registries.conf'), text);
}

/** Whom each tool is logged in as. */
export async function getLogins(
  registry: string,
  env: ToolEnv,
): Promise<Record<LoginTool, string | null>> {
  const [podman, skopeo, buildah] = await Promise.all([
    getLogin('podman', registry, env),
    getLogin('skopeo', registry, env),
    getLogin('buildah', registry, env),
  ]);
  return { podman, skopeo, buildah };
}

/** Pulls the private image with skopeo, with no flag that names a credential, a file or a certificate. */
export async function skopeoPull(
  { image }: DockerRegistry,
  env: ToolEnv,
  startedBy?: readonly string[],
): Promise<RunResult> {
  const to = join(env.TMPDIR ?? env.HOME ?? '/tmp', 'pulled');
  await rm(to, { recursive: true, force: true });
  return runTool(
    'skopeo',
    ['copy', '--quiet', '--insecure-policy', `docker://${image}`, `dir:${to}`],
    { env },
    startedBy,
  );
}

/** Reads the private image's manifest with the docker CLI: it needs no engine, and the credential. */
export function dockerManifest({ image }: DockerRegistry, env: ToolEnv): Promise<RunResult> {
  return run('docker', ['manifest', 'inspect', image], { env });
}

/** Logs in with a tool, as an administrator would in a terminal. */
export function toolLogin(
  tool: LoginTool | 'docker',
  registry: string,
  { username, password }: { username: string; password: string },
  env: ToolEnv,
): Promise<RunResult> {
  return run(tool, ['login', '--username', username, '--password-stdin', registry], {
    env,
    input: password,
  });
}

export function toolLogout(
  tool: LoginTool | 'docker',
  registry: string,
  env: ToolEnv,
): Promise<RunResult> {
  return run(tool, ['logout', registry], { env });
}

/**
 * Whom docker's config file logs in as at a registry, by docker's rules: the exact key, `auth` decoded and
 * split at the first colon.
 */
export async function dockerConfigUser(path: string, registry: string): Promise<string | null> {
  const config = JSON.parse(await readFile(path, 'utf8')) as {
    auths?: Record<string, { auth?: string }>;
  };
  const auth = config.auths?.[registry]?.auth;
  if (auth === undefined) {
    return null;
  }
  const text = Buffer.from(auth, 'base64').toString('utf8');
  return text.slice(0, text.indexOf(':'));
}
