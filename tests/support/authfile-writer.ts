/**
 * A process that writes credential files, one order a line on standard input, one JSON answer a line on
 * standard output. Bundled and started by `authfile-process.ts`.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { updateFile } from '../../electron/core/authfile/atomic-write.ts';
import { type Edit, patchAuthFile } from '../../electron/core/authfile/codec.ts';
import type { Settlement } from '../../electron/core/authfile/settle.ts';
import { Failure } from '../../electron/core/failure.ts';
import { Secret } from '../../electron/core/secret.ts';
import type { WriterAnswer, WriterOrder } from './authfile-orders.ts';

const settling: Promise<Settlement>[] = [];

function answer(value: WriterAnswer): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

function editOf(key: string, secret: string | null): Edit {
  return secret === null
    ? { key, remove: true }
    : { key, set: { username: 'writer', secret: new Secret(secret) } };
}

async function write(path: string, key: string, secret: string | null): Promise<WriterAnswer> {
  try {
    const edits = [editOf(key, secret)];
    const format = 'containers-auth';
    const result = await updateFile(path, (now) => patchAuthFile(now, format, edits), { format });
    settling.push(result.settled);
    return { outcome: result.outcome, bestEffort: result.bestEffort };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { code: error.code, context: error.context };
  }
}

/** Logs in under new keys and out again, until it is killed. Says what it has done, once it has. */
async function churn(path: string, prefix: string): Promise<never> {
  for (let at = 0; ; at += 1) {
    await write(path, `${prefix}-${at}`, `secret-${at}`);
    answer({ done: at });
    if (at % 2 === 1) await write(path, `${prefix}-${at - 1}`, null);
  }
}

async function obey(order: WriterOrder): Promise<WriterAnswer> {
  switch (order.do) {
    case 'write':
      return write(order.path, order.key, order.secret);
    case 'churn':
      return churn(order.path, order.prefix);
    case 'umask':
      process.umask(order.mask);
      return { outcome: 'unchanged', bestEffort: false };
    case 'settle': {
      const settled = await Promise.all(settling);
      return { repairs: settled.at(-1)?.repairs ?? 0 };
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  answer(await obey(JSON.parse(line) as WriterOrder));
}
