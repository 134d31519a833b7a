import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { unreadable } from '../../../electron/core/storage.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { type DocumentName, documentName } from '../../../shared/document.ts';
import { stage } from './stage.ts';
import { createLastingVault, createStorage, login, type TestCore } from './support.ts';

const NEWER = { version: 2, words: 'of a newer version' };
let demo: DemoRegistry;
let core: TestCore;
const on = stage();
beforeEach(() => {
  ({ demo, core } = on);
});

/** A core one of whose documents is as that one. */
async function withDocument(name: DocumentName, document: ReturnType<typeof createStorage>) {
  const others = new Map<string, ReturnType<typeof createStorage>>();
  const storage = (asked: string) => {
    if (asked === name) return document;
    const other = others.get(asked) ?? createStorage();
    others.set(asked, other);
    return other;
  };
  await core.close();
  core = on.open({ vault: createLastingVault(), storage });
  await core.start();
  return core;
}

/** As a file that is no JSON. */
function damaged(name: DocumentName): ReturnType<typeof createStorage> {
  const refuse = () => {
    throw unreadable(name, { reason: 'not JSON' });
  };
  return { ...createStorage(), read: refuse, write: refuse };
}

/** What each use of the app ends in. */
async function uses(of: TestCore): Promise<Record<string, string>> {
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (error) => (error instanceof Failure ? error.code : String(error)),
    );
  let credentialId: string = randomUUID();
  const { calls } = of;
  const loggedIn = login(of, demo.registry, {}, ['runtime']).then((done) => {
    credentialId = done.credentialId;
  });
  return {
    login: await code(loggedIn),
    list: await code(calls['credentials.list'](undefined)),
    check: await code(calls['credentials.check']({ runId: randomUUID(), credentialId })),
    targets: await code(calls['targets.list'](undefined)),
    notices: await code(calls['drift.notices'](undefined)),
    profiles: await code(calls['profiles.list'](undefined)),
    proxy: await code(calls['proxy.get'](undefined)),
    uses: await code(calls['export.uses'](undefined)),
    putBack: await code(calls['session.put-back']({ runId: randomUUID() })),
    accounts: await code(calls['service-accounts.list'](undefined)),
    redHat: await code(calls['red-hat.status'](undefined)),
    rotation: await code(
      calls['service-accounts.plan-rotation']({ username: DEMO_ACCOUNT.username }),
    ),
  };
}

/** What cannot be had without a document, and by which code. Of the others nothing is lost. */
const NEEDS: Partial<Record<DocumentName, Record<string, string>>> = {
  profiles: { profiles: 'PROFILES_UNREADABLE' },
  proxy: {
    proxy: 'PROXY_UNREADABLE',
    login: 'PROXY_UNREADABLE',
    // So there is none to check or to replace.
    check: 'CREDENTIAL_UNKNOWN',
    rotation: 'CREDENTIAL_UNKNOWN',
  },
  'red-hat': { redHat: 'DOCUMENT_UNREADABLE' },
};

describe('a document that cannot be read', () => {
  const names = documentName.options.filter((name) => name !== 'index');
  it.each(names)('%s: takes nothing else with it, and is left as it is', async (name) => {
    const without = await uses(await withDocument(name, createStorage()));
    const newer = createStorage(NEWER);
    for (const document of [damaged(name), newer]) {
      expect(await uses(await withDocument(name, document))).toEqual({
        ...without,
        ...NEEDS[name],
      });
    }
    expect(newer.read()).toEqual(NEWER);
  });

  it.each(documentName.options)('%s: is named, and can be set aside', async (name) => {
    const newer = createStorage(NEWER);
    const { calls } = await withDocument(name, newer);
    expect(await calls['documents.unreadable'](undefined)).toEqual([
      { name, problem: 'newer', copiedAt: null },
    ]);
    await calls['documents.set-aside']({ name });
    expect(newer.aside.map((text) => JSON.parse(text))).toEqual([NEWER]);
    expect(await calls['documents.unreadable'](undefined)).toEqual([]);
    await expect(login(core, demo.registry)).resolves.toHaveProperty('credentialId');
  });

  it('gives the list back that could be read last', async () => {
    const index = createStorage();
    const vault = createLastingVault();
    await core.close();
    core = on.open({ vault, index });
    const { credentialId } = await login(core, demo.registry);
    await core.close();
    index.damage('half a li');
    core = on.open({ vault, index });
    await expect(core.calls['credentials.list'](undefined)).rejects.toMatchObject({
      code: 'INDEX_UNREADABLE',
    });
    expect(await core.calls['documents.unreadable'](undefined)).toMatchObject([
      { name: 'index', problem: 'damaged', copiedAt: expect.any(String) },
    ]);
    await core.calls['documents.restore']({ name: 'index' });
    expect(await core.calls['credentials.list'](undefined)).toMatchObject([{ id: credentialId }]);
    expect(index.aside).toEqual(['"half a li"']);
  });

  it('is the only kind that is set aside', async () => {
    await login(core, demo.registry);
    await core.calls['documents.set-aside']({ name: 'index' });
    await core.calls['documents.restore']({ name: 'index' });
    expect(await core.calls['credentials.list'](undefined)).toHaveLength(1);
  });
});
