import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/core/failure.ts';
import { createLog, type Log } from '../../../../electron/core/log.ts';
import { Secret } from '../../../../electron/core/secret.ts';
import { Fingerprints } from '../../../../electron/core/targets/fingerprints.ts';
import { Learning } from '../../../../electron/core/targets/learning.ts';

let directory: string;
let log: Log;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pullkeeper-learning-'));
  log = createLog({ directory });
});
afterAll(async () => {
  await log.close();
  rmSync(directory, { recursive: true });
});

/** A store that answers as the test says, and what was asked and learnt. */
function learningFrom(answer: (id: string) => Secret | Failure) {
  const asked: string[] = [];
  const learnt: string[] = [];
  let tell = () => {};
  const learning = new Learning(
    async (id) => {
      asked.push(id);
      const given = answer(id);
      if (given instanceof Failure) throw given;
      return given;
    },
    (id) => void learnt.push(id),
    () => tell(),
    log,
  );
  const changed = () =>
    new Promise<void>((resolve) => {
      tell = resolve;
    });
  return { learning, asked, learnt, changed };
}

describe('learning what entries are compared by', () => {
  it('asks for each credential once, and tells once when it knows', async () => {
    const { learning, asked, learnt, changed } = learningFrom(() => new Secret('x'));
    const told = changed();
    learning.wish(['a', 'b']);
    learning.wish(['b', 'c']);
    await told;
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(learnt).toEqual(['a', 'b', 'c']);
  });

  it('leaves a locked store in peace until it may answer, then goes on where it was', async () => {
    let locked = true;
    const { learning, asked, learnt, changed } = learningFrom(() =>
      locked ? new Failure('STORE_LOCKED') : new Secret('x'),
    );
    for (let n = 0; n < 5; n++) {
      learning.wish(['a', 'b']);
      await Promise.resolve();
    }
    await log.flush();
    expect(asked).toEqual(['a']);
    locked = false;
    const told = changed();
    learning.retry();
    await told;
    expect(learnt).toEqual(['a', 'b']);
  });

  it('does not ask again for what the store has not, nor for what is no credential any more', async () => {
    const { learning, asked, learnt, changed } = learningFrom((id) =>
      id === 'gone'
        ? new Failure('STORE_SECRET_MISSING')
        : id === 'unknown'
          ? new Failure('CREDENTIAL_UNKNOWN')
          : new Secret('x'),
    );
    for (const last of ['a', 'b']) {
      const told = changed();
      learning.wish(['gone', 'unknown', last]);
      await told;
    }
    expect(learnt).toEqual(['a', 'b']);
    expect(asked.filter((id) => id === 'gone')).toHaveLength(1);
  });
});

describe('a fingerprint', () => {
  const secret = new Secret('s3cret-token');

  it('says equal or not, and nothing of an unknown credential', () => {
    const fingerprints = new Fingerprints();
    fingerprints.learn('a', secret);
    const same = fingerprints.of(new Secret('s3cret-token'));
    expect(fingerprints.matches('a', same)).toBe(true);
    expect(fingerprints.matches('a', fingerprints.of(new Secret('other')))).toBe(false);
    expect(fingerprints.matches('b', same)).toBeNull();
  });

  it('differs from process to process, and after a lock', () => {
    const [one, two] = [new Fingerprints(), new Fingerprints()];
    const before = one.of(secret);
    expect(two.of(secret)).not.toBe(before);
    one.learn('a', secret);
    one.clear();
    expect(one.of(secret)).not.toBe(before);
    expect(one.matches('a', before)).toBeNull();
  });
});
