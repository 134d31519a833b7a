import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { createLog, LOG_FILE, type LogOptions } from '../../../electron/core/log.ts';
import { Secret } from '../../../electron/core/secret.ts';

let root = '';
let directory = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pullkeeper-log-'));
  directory = join(root, 'logs');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (options: Partial<LogOptions> = {}) => createLog({ directory, ...options });
const read = (name = LOG_FILE) => readFile(join(directory, name), 'utf8');
const lines = async (name = LOG_FILE): Promise<Record<string, unknown>[]> =>
  (await read(name))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the log', () => {
  test('writes one JSON line an event, in order, with time, level and fields', async () => {
    const log = open();
    log.info('app.started', { version: '1.2.3' });
    log.error('call.failed', {
      correlationId: 'c1',
      error: new Failure('STORE_LOCKED', { reason: 'r' }),
    });
    await log.close();
    const [first, second, ...more] = await lines();
    expect(first).toMatchObject({ level: 'info', event: 'app.started', version: '1.2.3' });
    expect(new Date(String(first?.at)).toISOString()).toBe(first?.at);
    expect(second).toMatchObject({
      level: 'error',
      correlationId: 'c1',
      error: { name: 'Failure', code: 'STORE_LOCKED', context: { reason: 'r' } },
    });
    expect(more).toEqual([]);
  });

  test('leaves out what is below its level', async () => {
    const log = open({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    await log.close();
    expect((await lines()).map(({ event }) => event)).toEqual(['c']);
  });

  test('holds no secret, in whatever an error carries it (L1)', async () => {
    const log = open();
    const samples = fc.sample(
      fc
        .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
        .filter((s) => new Set(s).size > 5),
      100,
    );
    for (const text of samples) {
      const secret = new Secret(text);
      const release = log.scrubber.hold(secret, 'alice');
      const basic = Buffer.from(`alice:${text}`).toString('base64');
      const cause = new Error(`cause ${text}`);
      const error = Object.assign(new Error(`401 for ${basic}`, { cause }), { code: text });
      log.error(`failed`, {
        error,
        secret,
        password: text,
        nested: { list: [text, { [text]: 1 }], header: `Basic ${basic}` },
        bytes: Buffer.from(text),
        url: `https://alice:${encodeURIComponent(text)}@host/?p=${encodeURIComponent(text)}`,
      });
      release();
    }
    await log.close();
    const written = await read();
    expect((await lines()).length).toBe(samples.length);
    const found = samples.filter((text) =>
      [
        text,
        JSON.stringify(text).slice(1, -1),
        encodeURIComponent(text),
        Buffer.from(text).toString('base64').replace(/=+$/, ''),
        Buffer.from(`alice:${text}`).toString('base64').replace(/=+$/, ''),
        Buffer.from(text).toString('hex'),
      ].some((form) => written.includes(form)),
    );
    expect(found).toEqual([]);
  });

  test('takes a number that is a secret out too (L1)', async () => {
    const log = open();
    log.scrubber.hold(new Secret('12345678'));
    log.info('pin', { value: 12345678 });
    await log.close();
    expect(await read()).not.toContain('12345678');
  });

  test('keeps an event on one line, without control and direction characters (L3)', async () => {
    const log = open();
    log.info('odd', { text: 'a\r\nb\u2028c\u001b[31md\u202ee\u0085f' });
    await log.close();
    const written = await read();
    expect(written.trimEnd().split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
    for (const character of ['\u001b', '\u202e']) expect(written).not.toContain(character);
    expect((await lines())[0]?.text).toBe('a\r\nb\u2028c\u001b[31md\u202ee\u0085f');
  });

  test('makes its directory 0700 and its files 0600, whatever the umask (L3)', async () => {
    const before = process.umask(0);
    try {
      const log = open({ maxBytes: 200 });
      for (let count = 0; count < 5; count += 1) {
        log.info('filling', { text: 'x'.repeat(150) });
        await log.flush();
      }
      await log.close();
    } finally {
      process.umask(before);
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(directory)) {
      expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    }
  });

  test('tightens a log that others can read (L3)', async () => {
    await mkdir(directory);
    await writeFile(join(directory, LOG_FILE), '');
    await chmod(join(directory, LOG_FILE), 0o644);
    const log = open();
    log.info('here');
    await log.close();
    expect((await stat(join(directory, LOG_FILE))).mode & 0o777).toBe(0o600);
  });

  test('keeps the newest files and drops the oldest (L3)', async () => {
    const log = open({ maxBytes: 300, files: 3 });
    for (let number = 0; number < 10; number += 1) {
      log.info('filling', { number, text: 'x'.repeat(200) });
      await log.flush();
    }
    await log.close();
    expect((await readdir(directory)).sort()).toEqual([LOG_FILE, `${LOG_FILE}.1`, `${LOG_FILE}.2`]);
    expect((await lines())[0]?.number).toBe(9);
    expect((await lines(`${LOG_FILE}.1`))[0]?.number).toBe(8);
    expect((await lines(`${LOG_FILE}.2`))[0]?.number).toBe(7);
  });

  test('goes on in the file that is there', async () => {
    const first = open();
    first.info('first');
    await first.close();
    const second = open();
    second.info('second');
    await second.close();
    expect((await lines()).map(({ event }) => event)).toEqual(['first', 'second']);
  });

  test('never throws, and says afterwards how many lines were lost', async () => {
    await writeFile(directory, 'a file where the directory should be');
    const log = open();
    log.info('lost');
    log.info('lost too');
    await log.flush();
    await rm(directory);
    log.info('written');
    await log.close();
    expect(await lines()).toMatchObject([{ event: 'written', linesLostBefore: 2 }]);
  });

  test('does not write through a link', async () => {
    const elsewhere = join(root, 'elsewhere');
    await writeFile(elsewhere, 'kept');
    await mkdir(directory);
    await symlink(elsewhere, join(directory, LOG_FILE));
    const log = open();
    log.info('lost');
    await log.close();
    expect(await readFile(elsewhere, 'utf8')).toBe('kept');
  });

  test('bounds what one event may hold', async () => {
    const cyclic: Record<string, unknown> = { name: 'cyclic' };
    cyclic.self = cyclic;
    const log = open();
    log.info('large', {
      cyclic,
      text: 'y'.repeat(100_000),
      list: Array.from({ length: 1000 }, (_, index) => index),
      big: 12n,
      call: () => {},
      when: new Date(Number.NaN),
      nothing: undefined,
    });
    await log.close();
    const written = await read();
    expect(written.length).toBeLessThan(6000);
    expect(await lines()).toMatchObject([{ cyclic: { name: 'cyclic', self: '[…]' }, when: null }]);
  });
});
