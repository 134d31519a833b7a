import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryTexts } from '../../../electron/core/authfile/codec.ts';
import {
  type HistoryRecord,
  parseRecord,
  recordText,
} from '../../../electron/core/history/record.ts';
import { entriesOf, type TargetChange } from '../../../electron/core/history/target-change.ts';
import { createLog } from '../../../electron/core/log.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { Change } from '../../../electron/core/targets/change.ts';
import { OwnFiles } from '../../../electron/core/targets/own-files.ts';
import { Targets } from '../../../electron/core/targets/targets.ts';
import { createStorage } from '../core/support.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pullkeeper-undo-'));
});
// Files are looked at again for a moment after a write; nobody needs to wait for that in between.
const opened: Targets[] = [];
afterAll(async () => {
  await Promise.all(opened.map((targets) => targets.close()));
  await rm(root, { recursive: true, force: true });
});

const HOSTS = ['quay.io', 'docker.io', 'localhost:5000', 'registry.redhat.io'];
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** JSON text of an entry, with the space and the escapes that other tools leave. */
const entryText = fc
  .record({
    user: fc.constantFrom('alice', 'bob', '123|svc'),
    secret: fc.constantFrom('s1', 'pa:ss', 'long-secret-long-secret'),
    shape: fc.constantFrom('plain', 'spaced', 'members', 'empty', 'null', 'broken', 'members-only'),
  })
  .map(({ user, secret, shape }) => {
    const auth = base64(`${user}:${secret}`);
    switch (shape) {
      case 'spaced':
        return `{\t"auth" :\n "${auth}" }`;
      case 'members':
        return `{"email":"a\\u0040b", "auth":"${auth}", "x": {"y": [1, 2.50]}}`;
      case 'members-only':
        return `{"username":"${user}","password":"${secret}"}`;
      case 'empty':
        return '{ }';
      case 'null':
        return 'null';
      case 'broken':
        return '{"auth":"!!"}';
      default:
        return `{"auth":"${auth}"}`;
    }
  });

const file = fc.record({
  format: fc.constantFrom('runtime', 'docker'),
  indent: fc.constantFrom('', '\n  ', '\n\t'),
  entries: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(
        ...HOSTS,
        ...HOSTS.map((host) => `https://${host}/v1/`),
        'https://index.docker.io/v1/',
        'quay.io/org',
      ),
      entryText,
    ),
    { selector: ([key]) => key, maxLength: 8 },
  ),
});

const change = fc.record({
  do: fc.constantFrom('set', 'remove'),
  registry: fc.constantFrom(...HOSTS),
  username: fc.constantFrom('alice', 'carol'),
  secret: fc.constantFrom('s1', 's2'),
});

// Three hundred files, each written and synced three times.
describe('undo', { timeout: 600_000 }, () => {
  it('restores the text of every entry that a change touched, byte for byte, and only those', async () => {
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(file, change, async ({ format, indent, entries }, wanted) => {
        nth += 1;
        const home = join(root, String(nth));
        const { targets, records } = await open(home);
        const [location] = targets.select([format]);
        if (location === undefined) throw new Error('no such target');
        const { path } = location;
        const members = entries.map(([key, text]) => `${indent}${JSON.stringify(key)}: ${text}`);
        await writeFile(path, `{"a":1,"auths":{${members.join(',')}},"z":[]}\n`, { mode: 0o600 });
        const before = await readFile(path);

        const asked: Change =
          wanted.do === 'set'
            ? { ...wanted, do: 'set', secret: new Secret(wanted.secret) }
            : { do: 'remove', registry: wanted.registry, spares: () => false };
        const login = { cause: { action: 'login' }, seen: null } as const;
        const [applied] = await targets.apply([location], [asked], login);
        const after = await readFile(path);
        const [record] = records;
        if (record === undefined) {
          expect(applied?.outcome).toBe('unchanged');
          expect(after.equals(before)).toBe(true);
          return;
        }

        const restore: Change = { do: 'restore', entries: record.entries };
        const plan = await targets.plan([location], [restore]);
        expect(await targets.changedSince(location, record.entries)).toEqual([]);
        const undo = { cause: { action: 'undo' }, seen: plan } as const;
        const [undone] = await targets.apply([location], [restore], undo);
        expect(undone).toMatchObject({ outcome: 'written', problem: null });
        const restored = await readFile(path);
        expect(textsOf(restored)).toEqual(textsOf(before));

        const [, second] = records;
        if (second === undefined) throw new Error('the undo was not recorded');
        const again: Change = { do: 'restore', entries: second.entries };
        await targets.apply([location], [again], { cause: { action: 'undo' }, seen: null });
        expect(textsOf(await readFile(path))).toEqual(textsOf(after));
      }),
      { numRuns: 300 },
    );
  });
});

function textsOf(bytes: Buffer): Record<string, string> {
  return Object.fromEntries([...entryTexts(bytes, 'docker-config')].sort());
}

/** Targets of a home of their own, and what they record, as it would come back from the disk. */
async function open(home: string) {
  const records: HistoryRecord[] = [];
  await mkdir(join(home, 'run', 'containers'), { recursive: true, mode: 0o700 });
  await mkdir(join(home, '.docker'), { mode: 0o700 });
  const targets = new Targets({
    host: {
      env: { XDG_RUNTIME_DIR: join(home, 'run') },
      home,
      uid: process.getuid?.() ?? -1,
      platform: 'linux',
    },
    log: createLog({ directory: join(home, 'logs') }),
    ownFiles: new OwnFiles(createStorage()),
    record: (done: TargetChange, { action }) => {
      const { id: targetId, path, format } = done.location;
      const id = randomUUID();
      const at = new Date().toISOString();
      const entries = entriesOf(done);
      const text = recordText({
        ...{ id, at, action, targetId, path, format },
        ...{ changes: [...done.changes], undoes: null, entries },
      });
      records.push(parseRecord(text));
      return id;
    },
  });
  opened.push(targets);
  return { targets, records };
}
