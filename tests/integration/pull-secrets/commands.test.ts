import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  PULL_SECRET_PLATFORMS,
  type PullSecretCommandOptions,
  pullSecretCommands,
} from '../../../shared/pull-secret-commands.ts';
import { isQuotable, SHELLS } from '../../../shared/shell-quoting.ts';
import { run } from '../../support/tools-process.ts';

/** Real shells, and the quoting that they are given. */
const PROGRAMS = [
  ['sh', 'sh'],
  ['bash', 'sh'],
  ['fish', 'fish'],
] as const;
/** What the commands start; each writes down what it was given, and says something. */
const STARTED = ['oc', 'crc', 'sudo'];
const SAID = '{"auths":{}}';

let directory = '';
const path = (name: string) => join(directory, name);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-pull-secret-'));
  await mkdir(path('bin'));
  for (const program of STARTED) {
    const script = `#!/bin/sh
to=$(mktemp "${path('calls')}/$(date +%s%N)-XXXXXX")
printf '%s\\0' ${program} "$@" > "$to"
printf '%s' '${SAID}'
`;
    await writeFile(path(`bin/${program}`), script);
    await chmod(path(`bin/${program}`), 0o755);
  }
});
beforeEach(async () => {
  await mkdir(path('calls'));
  await mkdir(path('here'));
});
afterEach(async () => {
  await rm(path('calls'), { recursive: true });
  await rm(path('here'), { recursive: true });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const OPTIONS: PullSecretCommandOptions = {
  platform: 'openshift',
  shell: 'sh',
  file: '/home/user/pull-secret.json',
  node: 'worker-0',
  image: 'registry.redhat.io/ubi9/ubi:latest',
};

/** Runs a text as it stands in a file. @returns what was started by it, in order */
async function callsOf(program: string, text: string): Promise<string[][]> {
  await writeFile(path('commands'), text);
  const args = program === 'fish' ? ['--no-config'] : [];
  const { code, stderr } = await run(program, [...args, path('commands')], {
    env: { PATH: `${path('bin')}:/usr/bin:/bin`, HOME: directory, LANG: 'C.UTF-8' },
    cwd: path('here'),
  });
  expect([code, stderr]).toEqual([0, '']);
  const names = (await readdir(path('calls'))).sort();
  const calls = await Promise.all(names.map((name) => readFile(path(`calls/${name}`), 'utf8')));
  for (const name of names) await rm(path(`calls/${name}`));
  return calls.map((each) => each.split('\0').slice(0, -1));
}

const stepsOf = (options: Partial<PullSecretCommandOptions>) =>
  pullSecretCommands({ ...OPTIONS, ...options }).map(({ step }) => step);

it('keeps a copy first, and has a way back last (S10)', () => {
  expect(stepsOf({ platform: 'openshift' })).toEqual(['keep', 'apply', 'follow', 'node', 'undo']);
  expect(stepsOf({ platform: 'hosted' })).toEqual([
    ...['keep', 'create', 'apply', 'follow', 'node'],
    ...['undo', 'undo-create'],
  ]);
  expect(stepsOf({ platform: 'microshift' })).toEqual(['keep', 'apply', 'restart', 'node', 'undo']);
  expect(stepsOf({ platform: 'crc' })).toEqual(['apply', 'start', 'undo']);
});

it('writes what the documentation of OpenShift has', () => {
  const { keep, apply, node } = Object.fromEntries(
    pullSecretCommands(OPTIONS).map(({ step, text }) => [step, text]),
  );
  expect(keep).toBe(
    `umask 077\noc get secret/pull-secret -n openshift-config '--template={{index .data ".dockerconfigjson" | base64decode}}' > pull-secret-before.json`,
  );
  expect(apply).toBe(
    'oc set data secret/pull-secret -n openshift-config --from-file=.dockerconfigjson=/home/user/pull-secret.json',
  );
  expect(node).toBe(
    'oc debug node/worker-0 -- chroot /host podman pull --authfile /var/lib/kubelet/config.json registry.redhat.io/ubi9/ubi:latest',
  );
});

it('writes bytes in PowerShell, whose redirection has another encoding', () => {
  for (const platform of ['openshift', 'hosted'] as const) {
    const [keep] = pullSecretCommands({ ...OPTIONS, platform, shell: 'powershell' });
    expect(keep?.text).toMatch(
      /^oc extract secret\/\S+ -n \S+ '--keys=\.dockerconfigjson' '--to=\.'$/m,
    );
    expect(keep?.text).not.toMatch(/[>"]/);
  }
});

it('shows a placeholder for what no shell can be given', () => {
  const hostile = { file: 'a\nb', node: 'n\u2028', image: '\ud800' };
  for (const platform of PULL_SECRET_PLATFORMS) {
    for (const shell of SHELLS) {
      const texts = pullSecretCommands({ ...OPTIONS, ...hostile, platform, shell });
      expect(texts.map(({ text }) => text).join('\n')).not.toMatch(/a\nb|\u2028|\ud800/);
    }
  }
});

describe.each(PROGRAMS)('in %s', (program, shell) => {
  it.each(PULL_SECRET_PLATFORMS)('every command for %s starts what it says', async (platform) => {
    for (const { step, text } of pullSecretCommands({ ...OPTIONS, platform, shell })) {
      const calls = await callsOf(program, text);
      expect(calls.length, step).toBeGreaterThan(0);
      for (const words of calls) expect(STARTED).toContain(words[0]);
    }
  });

  it('what is kept is what the cluster said, readable by its owner alone', async () => {
    const [keep] = pullSecretCommands({ ...OPTIONS, shell });
    const [words] = await callsOf(program, keep?.text ?? '');
    expect(words).toEqual([
      ...['oc', 'get', 'secret/pull-secret', '-n', 'openshift-config'],
      '--template={{index .data ".dockerconfigjson" | base64decode}}',
    ]);
    const kept = path('here/pull-secret-before.json');
    expect(await readFile(kept, 'utf8')).toBe(SAID);
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
  });

  it('any file, node and image arrive as one word each', async () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => isQuotable(text) && !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(word, word, word, async (file, node, image) => {
        const options = { ...OPTIONS, shell, file: `/${file}`, node, image };
        const texts = pullSecretCommands(options).filter(
          ({ step }) => step === 'apply' || step === 'node',
        );
        const calls = await callsOf(program, texts.map(({ text }) => text).join('\n'));
        expect(calls.map((words) => words.at(-1))).toEqual([
          `--from-file=.dockerconfigjson=/${file}`,
          image,
        ]);
        expect(calls[1]?.[2]).toBe(`node/${node}`);
      }),
      {
        numRuns: 15,
        examples: [[`it's "a" $HOME \`id\` \\ ;&|`, '$(id)', "'; rm -rf / #"]],
      },
    );
  });
});
