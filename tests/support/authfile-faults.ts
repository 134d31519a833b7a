import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sweepTemporaries } from '../../electron/core/authfile/temporary.ts';
import { keysIn, leftovers, loginIn, makeSandbox, modeOf, writeAuthFile } from './authfile-file.ts';
import type { WriterAnswer } from './authfile-orders.ts';
import { startWriter, type Writer } from './authfile-process.ts';
import { type Injection, traced } from './authfile-strace.ts';

export const FAULTS = ['KILL', 'ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES'] as const;

/** What is there when a login is written. */
export type Scene = 'existing file' | 'new file' | 'new directory';
export const SCENES: readonly Scene[] = ['existing file', 'new file', 'new directory'];

/** The codes that may be given for a fault, wherever it strikes. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  ENOSPC: ['FILE_NO_SPACE'],
  EDQUOT: ['FILE_NO_SPACE'],
  EIO: ['FILE_IO'],
  EROFS: ['FILE_READ_ONLY'],
  EACCES: ['FILE_NOT_PERMITTED'],
};

const KEY = 'new.example.com';
const BASE_ENTRIES = 5;

/** A stage that is set anew for each fault; the writer has loaded all it needs. */
async function stage(scene: Scene, under: string) {
  const sandbox = makeSandbox(under);
  const path = scene === 'new directory' ? join(sandbox.dir, 'a', 'auth.json') : sandbox.path;
  if (scene === 'existing file') writeAuthFile(path, BASE_ENTRIES);
  const writer = await startWriter();
  // Nothing to change: all is loaded, and nothing goes on in the background.
  await writer.order({ do: 'write', path: join(sandbox.dir, 'warm.json'), key: 'x', secret: null });
  return { sandbox, path, writer };
}

const login = (writer: Writer, path: string): Promise<WriterAnswer | null> =>
  writer.order({ do: 'write', path, key: KEY, secret: 'new-secret' });

/** Every system call of one login, as points at which something can go wrong. */
export async function pointsOf(scene: Scene, under: string): Promise<Omit<Injection, 'fault'>[]> {
  const { sandbox, path, writer } = await stage(scene, under);
  try {
    const counts = new Map<string, number>();
    for (const { name } of await traced(writer, () => login(writer, path))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].flatMap(([name, count]) =>
      [...Array(count).keys()].map((at) => ({ name, when: at + 1 })),
    );
  } finally {
    await writer.kill();
    sandbox.remove();
  }
}

/**
 * Lets one system call of a login go wrong.
 * @returns what is wrong with the outcome; empty where the file is the old or the new one, whole
 */
export async function faultAt(
  scene: Scene,
  under: string,
  injection: Injection,
): Promise<string[]> {
  const { sandbox, path, writer } = await stage(scene, under);
  const problems: string[] = [];
  try {
    let answer: WriterAnswer | null = null;
    await traced(
      writer,
      async () => {
        answer = await login(writer, path);
      },
      injection,
    );
    await writer.kill();
    const at = `${scene}, ${injection.name} #${injection.when} ${injection.fault}`;
    for (const problem of problemsOf(scene, path, answer, injection)) {
      problems.push(`${at}: ${problem}`);
    }
    await sweepTemporaries(dirname(path));
    if (existsSync(dirname(path)) && leftovers(dirname(path)).length > 0) {
      problems.push(`${at}: a temporary file after the sweep`);
    }
    return problems;
  } finally {
    await writer.kill();
    sandbox.remove();
  }
}

function problemsOf(
  scene: Scene,
  path: string,
  answer: WriterAnswer | null,
  { fault }: Injection,
): string[] {
  const written = answer !== null && 'outcome' in answer && answer.outcome === 'written';
  const problems: string[] = [];
  if (answer === null && fault !== 'KILL') problems.push('no answer');
  if (answer !== null && 'code' in answer && CODES[fault]?.includes(answer.code) !== true) {
    problems.push(`told as ${answer.code} ${JSON.stringify(answer.context)}`);
  }
  if (!existsSync(path)) {
    if (scene === 'existing file' || written) problems.push('no file');
    return problems;
  }
  if (modeOf(path) !== '600') problems.push(`mode ${modeOf(path)}`);
  try {
    const kept = keysIn(path).filter((key) => key !== KEY).length;
    if (kept !== (scene === 'existing file' ? BASE_ENTRIES : 0))
      problems.push(`${kept} entries kept`);
    const now = loginIn(path, KEY);
    if (now === null ? written : now !== 'writer:new-secret')
      problems.push(`the new entry is ${now}`);
  } catch (error) {
    problems.push(`does not parse: ${error}`);
  }
  return problems;
}
