import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeRule } from '../../../shared/service-account.ts';
import type { Person } from '../../support/service-account-api.ts';
import type { TestCore } from '../core/support.ts';
import { ADMIN, createWorld, OTHER_USER, STRANGER, USER, type World } from './support.ts';

const runId = () => randomUUID();
const page = (core: TestCore, offset = 0) =>
  core.calls['service-accounts.remote-list']({ runId: runId(), offset });

/** What the article says who may do (rows 1 to 14 and 17 of the matrix). */
const ACTS = {
  list: (core: TestCore, name: string) =>
    page(core).then(({ accounts }) =>
      accounts.some((each) => each.name === name) ? 'done' : 'not there',
    ),
  view: (core: TestCore, name: string) =>
    core.calls['service-accounts.remote-view']({ runId: runId(), name }),
  fetch: (core: TestCore, name: string) =>
    core.calls['service-accounts.remote-fetch']({ runId: runId(), name, alsoConnect: false }),
  describe: (core: TestCore, name: string) =>
    core.calls['service-accounts.remote-describe']({ runId: runId(), name, description: 'new' }),
  regenerate: (core: TestCore, name: string) =>
    core.calls['service-accounts.remote-regenerate']({ runId: runId(), name, alsoConnect: false }),
  delete: (core: TestCore, name: string) =>
    core.calls['service-accounts.remote-delete']({ runId: runId(), name }),
} as const;
type Act = keyof typeof ACTS;
const SEES: readonly Act[] = ['list', 'view', 'fetch'];
const CHANGES: readonly Act[] = ['describe', 'regenerate', 'delete'];

const MATRIX: readonly (readonly [who: Person, whose: Person, may: readonly Act[]])[] = [
  [ADMIN, ADMIN, [...SEES, ...CHANGES]],
  [ADMIN, USER, [...SEES, ...CHANGES]],
  [USER, USER, [...SEES, ...CHANGES]],
  [USER, OTHER_USER, SEES],
  [USER, ADMIN, SEES],
];

describe('S24, S25, S26: the permissions of the article, enforced by the service', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.remove());

  test.each(
    MATRIX.flatMap(([who, whose, may]) =>
      (Object.keys(ACTS) as Act[]).map((act) => ({ who, whose, act, allowed: may.includes(act) })),
    ),
  )(
    '$who.username: $act of an account by $whose.username: $allowed',
    async ({ who, whose, act, allowed }) => {
      const core = await world.signedIn(who);
      const name = `account-${act}`;
      const { password } = world.api.put(whose, name);
      const outcome = await ACTS[act](core, name).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      expect(outcome).toBe(allowed ? 'done' : 'RED_HAT_DENIED');
      const after = world.api.accounts.get(name);
      expect(after === undefined).toBe(allowed && act === 'delete');
      if (after !== undefined) {
        expect(after.password === password).toBe(!(allowed && act === 'regenerate'));
        expect(after.description).toBe(allowed && act === 'describe' ? 'new' : '');
      }
      // The page's buttons follow the same rule.
      if (CHANGES.includes(act)) {
        const { account } = await core.calls['red-hat.status'](undefined);
        expect(account !== null && changeRule(account, whose.username).allowed).toBe(allowed);
      }
    },
  );

  test.each([ADMIN, USER])('$username creates accounts', async (who) => {
    const core = await world.signedIn(who);
    const name = `made-by-${who.username}`;
    const made = await core.calls['service-accounts.remote-create']({
      runId: runId(),
      name,
      description: 'for the build',
      alsoConnect: false,
    });
    expect(made).toMatchObject({
      username: world.api.usernameOf(name),
      login: { check: { verdict: 'verified' }, draftId: expect.any(String) },
    });
    expect(world.api.accounts.get(name)).toMatchObject({
      createdBy: who.username,
      description: 'for the build',
    });
    await expect(
      core.calls['service-accounts.remote-create']({
        runId: runId(),
        name,
        description: '',
        alsoConnect: false,
      }),
    ).rejects.toMatchObject({ code: 'RED_HAT_CONFLICT' });
  });

  test('somebody of another organization sees none of them', async () => {
    world.api.put(ADMIN, 'ours');
    const core = await world.signedIn(STRANGER);
    expect(await ACTS.list(core, 'ours')).toBe('not there');
    await expect(ACTS.view(core, 'ours')).rejects.toMatchObject({ code: 'RED_HAT_NOT_FOUND' });
    await expect(ACTS.delete(core, 'ours')).rejects.toMatchObject({ code: 'RED_HAT_NOT_FOUND' });
  });
});

describe('the rule that the buttons follow', () => {
  const of = (role: 'org-admin' | 'user' | 'unknown') => ({
    role,
    usernames: ['uma', 'u@x.example'],
  });
  test.each([
    ['org-admin', 'ulf', 'administrator', true],
    ['org-admin', 'UMA', 'own', true],
    ['user', 'uma', 'own', true],
    ['user', 'u@x.example', 'own', true],
    ['user', 'ulf', 'others', false],
    ['user', null, 'others', false],
    ['unknown', 'ulf', 'unknown', true],
  ] as const)('%s, created by %s: %s', (role, createdBy, rule, allowed) => {
    expect(changeRule(of(role), createdBy)).toEqual({ rule, allowed });
  });
});

describe('the service as it answers', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld(7);
  });
  afterEach(() => world.remove());

  test('lists page by page, although it gives out less at a time than it is asked for', async () => {
    const core = await world.signedIn(USER);
    const names = Array.from({ length: 21 }, (_, at) => `account-${at}`);
    for (const name of names) world.api.put(USER, name);
    const seen: string[] = [];
    let pages = 0;
    for (let offset: number | null = 0; offset !== null; pages += 1) {
      const next = await page(core, offset);
      seen.push(...next.accounts.map(({ name }) => name));
      offset = next.nextOffset;
    }
    expect([seen, pages]).toEqual([names, 3]);
  });

  test.each([
    [500, '<html>down</html>', 'RED_HAT_ANSWER', true],
    [429, '{}', 'RED_HAT_ANSWER', true],
    [200, '<html>portal</html>', 'RED_HAT_ANSWER', false],
    [200, '{"services":"none"}', 'RED_HAT_ANSWER', false],
    [302, '', 'RED_HAT_UNREACHABLE', true],
    [401, '{}', 'RED_HAT_SIGNED_OUT', false],
  ])('HTTP %i with %s is %s', async (status, body, code, retryable) => {
    const core = await world.signedIn(USER);
    world.api.fault = (_request, response) => {
      response.writeHead(status, { location: 'https://elsewhere.example/' }).end(body);
      return true;
    };
    await expect(page(core)).rejects.toMatchObject({ code, retryable });
  });

  test('offline is told as such', async () => {
    const core = await world.signedIn(USER);
    await world.api.close();
    await expect(page(core)).rejects.toMatchObject({
      code: 'RED_HAT_UNREACHABLE',
      context: { reason: 'connection-refused' },
    });
  });

  test('N1: an address that is neither https nor this machine is refused before anything is sent', async () => {
    const core = await world.signedIn(USER);
    const { settings } = await core.calls['red-hat.status'](undefined);
    world.document('red-hat').write({
      version: 1,
      account: { username: 'uma', usernames: ['uma'], organization: '4711', role: 'user' },
      settings: { ...settings, apiBase: 'http://registry.example/api' },
    });
    await expect(page(core)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
  });

  test('L1: every act is in the audit log, with the account and how it ended', async () => {
    world.api.put(ADMIN, 'ci');
    const core = await world.signedIn(USER);
    await expect(ACTS.delete(core, 'ci')).rejects.toMatchObject({ code: 'RED_HAT_DENIED' });
    const [deleted, signedIn, configured] = await core.calls['audit.list']({
      query: '',
      limit: 10,
    });
    expect(deleted).toMatchObject({
      action: 'service-accounts.remote-delete',
      subjects: [{ registry: 'registry.redhat.io', username: 'ci' }],
      outcome: 'failed',
      code: 'RED_HAT_DENIED',
    });
    expect([signedIn?.action, configured?.action]).toEqual([
      'red-hat.sign-in',
      'red-hat.configure',
    ]);
  });

  test('I4: no answer of the app has a credential in it, nor has the log', async () => {
    const core = await world.signedIn(ADMIN);
    const { password } = world.api.put(ADMIN, 'ci');
    const id = runId();
    const answers = [
      await page(core),
      await ACTS.view(core, 'ci'),
      await ACTS.fetch(core, 'ci'),
      await core.calls['service-accounts.remote-regenerate']({
        runId: id,
        name: 'ci',
        alsoConnect: false,
      }),
    ];
    const said = JSON.stringify([answers, core.events]) + (await core.logged());
    expect(said).toContain('ci');
    for (const secret of [password, world.api.passwordOf('ci')]) expect(said).not.toContain(secret);
  });
});
