/** Running other programs and saying so: what every script in this folder shares. Node only, nothing from npm. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export const isRoot = process.getuid?.() === 0;

/** A script's end that is the user's to mend: printed without a stack. */
export class Stop extends Error {}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number}} [options]
 *   `show` passes its output through; otherwise it is kept, returned, and part of the error.
 * @returns {Promise<string>} stdout and stderr as they came; empty with `show`
 * @throws {Error} when it cannot be started, fails, or is over its time limit
 */
export function run(
  command,
  args,
  { cwd = ROOT, env = process.env, show = false, timeoutMs } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else {
        const end = signal === null ? `exit ${code}` : signal;
        reject(new Error(`${[command, ...args].join(' ')}: ${end}\n${output}`.trimEnd()));
      }
    });
  });
}

/**
 * Where a program is, as the shell would find it.
 * @param {string} program
 * @returns {string | null}
 */
export function which(program) {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    if (directory !== '' && existsSync(join(directory, program))) return join(directory, program);
  }
  return null;
}

/** @param {number} startedMs from `performance.now()` */
export const secondsSince = (startedMs) =>
  `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;

/**
 * Does one step and says so in one line: what, then how long it took.
 * @template T
 * @param {string} label
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const started = performance.now();
  process.stdout.write(`${label} ... `);
  try {
    const result = await work();
    console.log(secondsSince(started));
    return result;
  } catch (error) {
    console.log(`failed after ${secondsSince(started)}`);
    throw error;
  }
}

/**
 * Runs a script's main function: a `Stop` ends it with its text alone, anything else with its stack.
 * @param {() => Promise<number | void>} main its number is the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof Stop ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * Whether a module is the one that node was started with.
 * @param {string} moduleUrl its `import.meta.url`
 */
export const isMain = (moduleUrl) => process.argv[1] === fileURLToPath(moduleUrl);
