import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { FAULTS, faultAt, pointsOf, SCENES } from '../../support/authfile-faults.ts';
import { makeSandbox, writeAuthFile } from '../../support/authfile-file.ts';
import { startWriter } from '../../support/authfile-process.ts';
import { traced } from '../../support/authfile-strace.ts';

test('F1 the order of a write: exclusive new file, content, sync, swap, sync of the directory', async () => {
  const sandbox = makeSandbox();
  writeAuthFile(sandbox.path, 3);
  const writer = await startWriter();
  try {
    await writer.order({ do: 'write', path: `${sandbox.dir}/warm.json`, key: 'a', secret: null });
    const calls = await traced(writer, () =>
      writer.order({ do: 'write', path: sandbox.path, key: 'a', secret: 'b' }),
    );
    const temporary = String.raw`\.pullkeeper-[0-9a-f]+-${writer.pid}-[0-9]+-[0-9a-f]+\.tmp`;
    const steps: [string, RegExp][] = [
      ['flock', /LOCK_EX\|LOCK_NB/],
      [
        'openat',
        new RegExp(`/proc/self/fd/[0-9]+/${temporary}.*O_CREAT\\|O_EXCL\\|O_NOFOLLOW.*0600`),
      ],
      ['pwrite64', new RegExp(temporary)],
      ['fsync', new RegExp(temporary)],
      ['renameat2', new RegExp(`"${temporary}".*"auth\\.json", RENAME_EXCHANGE`)],
      ['pread64', new RegExp(temporary)],
      ['unlink', new RegExp(temporary)],
      ['fsync', new RegExp(`<${sandbox.dir}>`)],
    ];
    let at = -1;
    for (const [name, pattern] of steps) {
      const next = calls.findIndex(
        (call, index) => index > at && call.name === name && pattern.test(call.line),
      );
      expect(next, `${name} ${pattern} after call ${at}`).toBeGreaterThan(at);
      at = next;
    }
    // The file itself is never opened for writing.
    const written = calls.filter(({ line }) => /auth\.json".*O_(WRONLY|RDWR)/.test(line));
    expect(written).toEqual([]);
  } finally {
    await writer.kill();
    sandbox.remove();
  }
});

describe('F2 a system call that fails, or at which we are killed, leaves the old file or the new one', () => {
  // Each point once, the faults in turn; tests/bench/authfile-faults.ts has every point with every fault.
  test.each(SCENES)(
    '%s',
    async (scene) => {
      const points = await pointsOf(scene, tmpdir());
      expect(points.length).toBeGreaterThan(20);
      const problems: string[] = [];
      for (const [at, point] of points.entries()) {
        const fault = FAULTS[at % FAULTS.length] ?? 'KILL';
        problems.push(...(await faultAt(scene, tmpdir(), { ...point, fault })));
      }
      expect(problems).toEqual([]);
    },
    180_000,
  );
});
