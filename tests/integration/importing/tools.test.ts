import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCredentials } from '../../../electron/core/importing/find.ts';
import type { Found } from '../../../electron/core/importing/found.ts';
import { readCommands } from '../../../electron/core/importing/shell-words.ts';
import type { ImportShell, ImportSource } from '../../../shared/importing.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { createAuthority } from '../../support/tls.ts';
import { toolLogin } from '../../support/tools.ts';
import { runOk } from '../../support/tools-process.ts';

const account = { username: '1234567|builder', password: `it's "$HOME" \\ 100% <&> é ü!` };
let registry: DockerRegistry;
let home: string;
let env: Record<string, string>;
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const authority = await createAuthority();
  close.push(() => authority.close());
  registry = await startDockerRegistry('basic', account, authority);
  close.push(() => registry.close());
  home = await mkdtemp(join(tmpdir(), 'pullkeeper-import-'));
  close.push(() => rm(home, { recursive: true }));
  await trustRegistry(home, registry);
  env = { PATH: process.env.PATH ?? '', HOME: home, XDG_RUNTIME_DIR: home, LANG: 'C.UTF-8' };
});
afterAll(async () => {
  for (const each of close.reverse()) await each();
});

function expectAccount(text: string | Buffer, source: ImportSource): Found {
  const findings = findCredentials(Buffer.from(text));
  expect(findings).toMatchObject({ source, faults: [] });
  expect(findings.found).toHaveLength(1);
  const [found] = findings.found;
  expect(found).toMatchObject({
    registry: registry.registry,
    username: account.username,
    secret: account.password,
    problem: null,
  });
  return found ?? expect.fail();
}

describe('what the tools write', () => {
  it.each(['podman', 'skopeo', 'buildah'] as const)('auth.json of %s', async (tool) => {
    const path = join(home, 'containers/auth.json');
    await rm(path, { force: true });
    const login = await toolLogin(tool, registry.registry, account, env);
    expect(login).toMatchObject({ code: 0 });
    expectAccount(await readFile(path), 'containers-auth');
  });

  it('config.json of docker', async () => {
    const folder = join(home, 'docker');
    await mkdir(folder);
    await writeFile(join(folder, 'ca.crt'), registry.ca);
    // An empty helper: in the file, whatever helper docker would find.
    const credHelpers = { [registry.registry]: '' };
    await writeFile(join(folder, 'config.json'), JSON.stringify({ credHelpers }));
    const login = await toolLogin('docker', registry.registry, account, {
      ...env,
      DOCKER_CONFIG: folder,
      SSL_CERT_FILE: join(folder, 'ca.crt'),
    });
    expect(login).toMatchObject({ code: 0 });
    expectAccount(await readFile(join(folder, 'config.json')), 'containers-auth');
  });

  it.each(['yaml', 'json'])('the Secret that kubectl makes, in %s (S8, S10)', async (format) => {
    const args = [
      ...['create', 'secret', 'docker-registry', 'builder', '--namespace', 'team'],
      `--docker-server=${registry.registry}`,
      `--docker-username=${account.username}`,
      `--docker-password=${account.password}`,
      ...['--docker-email=a@example.com', '--dry-run=client', '-o', format],
    ];
    const secret = await runOk('kubectl', args, { env });
    expect(expectAccount(secret, 'kubernetes').holder).toBe('team/builder');
  });
});

describe('command lines round trip through the shells that read them', () => {
  const SHELLS: [string, ImportShell, string[]][] = [
    ['sh', 'sh', ['-c']],
    ['bash', 'sh', ['--norc', '-c']],
    ['fish', 'fish', ['--no-config', '-c']],
  ];
  /** What a person could have typed or a tool could have made to quote the same words. */
  const quotings: Record<ImportShell, ((text: string) => string)[]> = {
    sh: [
      (text) => `'${text.replaceAll("'", "'\\''")}'`,
      (text) => `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`,
      (text) => text.replaceAll(/[^A-Za-z0-9]/g, '\\$&'),
    ],
    fish: [
      (text) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`,
      (text) => `"${text.replaceAll(/["\\$]/g, '\\$&')}"`,
    ],
    powershell: [],
    cmd: [],
  };
  const printable = fc.string({
    unit: fc.constantFrom(...` !"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~aZ09é漢`),
    minLength: 1,
    maxLength: 24,
  });

  it.each(SHELLS)('%s', async (program, shell, args) => {
    const secrets = fc.sample(printable, { numRuns: 120, seed: 42 });
    const lines = secrets.flatMap((secret) => quotings[shell].map((quote) => quote(secret)));
    const script = lines.map((line) => `printf '%s\\0' ${line}`).join('\n');
    const printed = await runOk(program, [...args, script], { env });
    const theirs = printed.split('\0').slice(0, -1);
    const ours = lines.map((line) => readCommands(`p ${line}`, shell)[0]?.words[1]);
    expect(ours.map((word) => word?.text)).toEqual(theirs);
    expect(ours.every((word) => word?.literal)).toBe(true);
  });

  it("bash reads $'...' as we do", async () => {
    const lines = ["$'a\\tb'", "$'it\\'s'", "$'\\x41\\102\\u0043'", "$'\\\\ \\\" $x `y`'", '$"z"'];
    const script = lines.map((line) => `printf '%s\\0' ${line}`).join('\n');
    const printed = await runOk('bash', ['--norc', '-c', script], { env });
    expect(lines.map((line) => readCommands(`p ${line}`, 'sh')[0]?.words[1]?.text)).toEqual(
      printed.split('\0').slice(0, -1),
    );
  });

  it('bash splits a line of commands as we do', async () => {
    const text = `a 'b c' d\\ e # no\nf|g&&h; i "j\nk" <<< 'l' 2>/dev/null m \\\n n`;
    const names = ['a', 'f', 'g', 'h', 'i'];
    // Those of a pipe run at the same time: a file for each.
    const told = names.map((name) => `${name}() { printf '%s\\0' ${name} "$@" >"$TOLD/${name}"; }`);
    const TOLD = await mkdtemp(join(home, 'words-'));
    const script = `${told.join('\n')}\n${text}`;
    await runOk('bash', ['--norc', '-c', script], { env: { ...env, TOLD } });
    const theirs = await Promise.all(
      names.map(async (name) => {
        const words = (await readFile(join(TOLD, name), 'utf8')).split('\0').slice(0, -1);
        return words.join(' ');
      }),
    );
    const ours = readCommands(text, 'sh').map(({ words }) => words.map((word) => word.text));
    expect(ours.map((words) => words.join(' ')).sort()).toEqual(theirs.sort());
  });
});
