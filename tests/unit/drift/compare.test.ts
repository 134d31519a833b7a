import { describe, expect, it } from 'vitest';
import { compare, type Placement, type TargetSight } from '../../../electron/core/drift/compare.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { EntryState } from '../../../shared/target.ts';

const ID = '6ad2de4f-4a2c-4b65-8d0e-6a2b8f4d0001';
const FIRST = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';

function credential(
  state: EntryState | null,
  username: string | null = 'alice',
  targets = ['docker'],
): CredentialView {
  const key = 'quay.io';
  return {
    id: ID,
    registry: key,
    plainHttp: false,
    username: 'alice',
    kind: 'other',
    label: '',
    createdAt: FIRST,
    updatedAt: FIRST,
    lastCheck: null,
    targets,
    states: state === null ? [] : targets.map((targetId) => ({ targetId, key, state, username })),
  };
}

const DOCKER: TargetSight = { exists: true, volatile: false, session: null };
const RUNTIME: TargetSight = { exists: true, volatile: true, session: 'one' };
const PLACED: Placement = { credentialId: ID, targetId: 'docker', session: null, notice: null };

function look(
  placed: Placement[],
  view: CredentialView,
  sight: Partial<TargetSight> | null = {},
  at = FIRST,
): Placement[] {
  const target = view.targets[0] ?? 'docker';
  const base = target === 'runtime' ? RUNTIME : DOCKER;
  const targets = new Map(sight === null ? [] : [[target, { ...base, ...sight }] as const]);
  return compare(placed, { credentials: [view], targets }, at);
}

describe('what was placed', () => {
  it('is what has been seen to be right, and nothing else', () => {
    expect(look([], credential('in-sync'))).toEqual([PLACED]);
    for (const state of ['missing', 'different', 'unreadable', 'unknown', 'shadowed'] as const) {
      expect(look([], credential(state))).toEqual([]);
    }
  });

  it('is forgotten with its credential and with the wish to be there', () => {
    expect(compare([PLACED], { credentials: [], targets: new Map() }, FIRST)).toEqual([]);
    expect(look([PLACED], credential('missing', null, []))).toEqual([]);
  });

  it('waits for a target that is not there for now', () => {
    expect(look([PLACED], credential(null), null)).toEqual([PLACED]);
  });
});

describe('a notice', () => {
  it.each([
    ['missing', { exists: true }, null, 'logged-out'],
    ['missing', { exists: false }, null, 'file-gone'],
    ['different', { exists: true }, 'bob', 'replaced'],
    ['different', { exists: true }, 'alice', 'replaced'],
    ['unreadable', { exists: true }, null, 'broken'],
  ] as const)('of %s, %o is %s %s', (state, sight, username, kind) => {
    const [placed] = look([PLACED], credential(state, username), sight);
    expect(placed?.notice).toEqual({ kind, key: 'quay.io', usernameNow: username, at: FIRST });
  });

  it('keeps the time at which it was noticed, until it is another one', () => {
    const first = look([PLACED], credential('different', 'bob'));
    expect(look(first, credential('different', 'bob'), {}, LATER)).toEqual(first);
    expect(look(first, credential('missing', null), {}, LATER)[0]?.notice).toMatchObject({
      kind: 'logged-out',
      at: LATER,
    });
  });

  it('ends when the entry is right again, or loses for another reason', () => {
    const first = look([PLACED], credential('missing', null));
    expect(look(first, credential('in-sync'))).toEqual([PLACED]);
    expect(look(first, credential('shadowed'))).toEqual([PLACED]);
  });

  it('of another secret stays while it cannot be compared; of anything else it does not', () => {
    const replaced = look([PLACED], credential('different', 'alice'));
    expect(look(replaced, credential('unknown'), {}, LATER)).toEqual(replaced);
    const missing = look([PLACED], credential('missing', null));
    expect(look(missing, credential('unknown'))).toEqual([PLACED]);
  });
});

describe('a runtime directory', () => {
  const placed: Placement = { ...PLACED, targetId: 'runtime', session: 'one' };
  const view = (state: EntryState) => credential(state, null, ['runtime']);

  it('is followed within its session', () => {
    expect(look([], view('in-sync'))).toEqual([placed]);
    expect(look([placed], view('missing'))[0]?.notice?.kind).toBe('logged-out');
  });

  it('goes with its session, which is no drift', () => {
    expect(look([placed], view('missing'), { exists: false })).toEqual([]);
    expect(look([placed], view('missing'), { exists: false, session: null })).toEqual([]);
  });

  it('of the next session owes nothing to the last one', () => {
    expect(look([placed], view('missing'), { session: 'two' })).toEqual([]);
    expect(look([placed], view('different'), { session: 'two' })).toEqual([]);
    expect(look([placed], view('in-sync'), { session: 'two' })).toEqual([
      { ...placed, session: 'two' },
    ]);
  });
});
