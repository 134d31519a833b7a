import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { updateFile } from '../../electron/core/authfile/atomic-write.ts';
import { patchAuthFile } from '../../electron/core/authfile/codec.ts';
import { Failure } from '../../electron/core/failure.ts';
import { Secret } from '../../electron/core/secret.ts';
import { authFileText, makeSandbox } from './authfile-file.ts';

/** What is put in the way of a write. */
export type Obstacle = 'parent' | 'file';

export interface RaceReport {
  writes: number;
  /** Went through while the path led where it should. */
  written: number;
  refused: Record<string, number>;
  /** Writes that reached a place that somebody else had led the path to. */
  outside: number;
  /** How often the other thread has put things in the way, as far as it counted. */
  swaps: number;
}

/** Another user, whose links must not be followed. */
const STRANGER_UID = 65534;

/** Swaps without pause, in a thread of its own, until told to stop. Plain JavaScript: it is its own program. */
const SWAPPER = `
const { workerData: { path, aside, trap, stranger, counter, root } } = require('node:worker_threads');
const fs = require('node:fs');
const count = new Int32Array(counter);
while (Atomics.load(count, 0) === 0) {
  try {
    fs.renameSync(path, aside);
    fs.symlinkSync(trap, path);
    if (root) fs.lchownSync(path, stranger, stranger);
    fs.unlinkSync(path);
    fs.renameSync(aside, path);
  } catch (error) {
    // The write has come in between, with a new file of that name: start over from there.
    try { if (!fs.existsSync(aside)) continue; fs.rmSync(path, { force: true }); fs.renameSync(aside, path); } catch {}
  }
  Atomics.add(count, 1, 1);
}
`;

/**
 * Writes while another thread swaps the file, or the directory that it is in, for a link of a
 * stranger's that leads elsewhere.
 */
export async function swapRace(obstacle: Obstacle, writes: number): Promise<RaceReport> {
  const sandbox = makeSandbox();
  const parent = join(sandbox.dir, 'containers');
  const path = join(parent, 'auth.json');
  const outside = join(sandbox.dir, 'outside');
  mkdirSync(parent, { mode: 0o700 });
  mkdirSync(outside, { mode: 0o700 });
  writeFileSync(path, authFileText(2), { mode: 0o600 });
  writeFileSync(join(outside, 'auth.json'), 'untouched', { mode: 0o600 });
  const root = process.geteuid?.() === 0;
  // Who is not root makes links of its own only: those may be followed, but not into such a directory.
  if (root) chownSync(join(outside, 'auth.json'), STRANGER_UID, STRANGER_UID);
  else chmodSync(outside, 0o777);
  const counter = new SharedArrayBuffer(8);
  const count = new Int32Array(counter);
  const isParent = obstacle === 'parent';
  const worker = new Worker(SWAPPER, {
    eval: true,
    workerData: {
      path: isParent ? parent : path,
      aside: isParent ? join(sandbox.dir, 'aside') : join(sandbox.dir, 'aside.json'),
      trap: isParent ? outside : join(outside, 'auth.json'),
      stranger: STRANGER_UID,
      counter,
      root,
    },
  });
  const report: RaceReport = { writes, written: 0, refused: {}, outside: 0, swaps: 0 };
  const format = 'containers-auth';
  try {
    while (Atomics.load(count, 1) === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let at = 0; at < writes; at += 1) {
      const edits = [{ key: `k-${at % 7}`, set: { username: 'u', secret: new Secret(`${at}`) } }];
      const patch = (now: Buffer | null) => patchAuthFile(now, format, edits);
      try {
        await updateFile(path, patch, { format, makeDirectories: false });
        report.written += 1;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        report.refused[error.code] = (report.refused[error.code] ?? 0) + 1;
      }
      const reached =
        readdirSync(outside).length !== 1 ||
        readFileSync(join(outside, 'auth.json'), 'utf8') !== 'untouched';
      if (reached) {
        report.outside += 1;
        break;
      }
    }
    report.swaps = Atomics.load(count, 1);
    return report;
  } finally {
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    Atomics.store(count, 0, 1);
    await ended;
    if (existsSync(sandbox.dir)) sandbox.remove();
  }
}
