import { describe, expect, it } from 'vitest';
import { assertSeen } from '../../../../electron/core/targets/stale.ts';
import type { PlannedChange, PlannedTarget } from '../../../../shared/target.ts';

function change(
  action: PlannedChange['action'],
  usernameBefore: string | null,
  more: Partial<PlannedChange> = {},
): PlannedChange {
  return {
    key: 'quay.io',
    action,
    usernameBefore,
    usernameAfter: 'me',
    via: 'file',
    helper: null,
    ...more,
  };
}

function plan(...changes: PlannedChange[]): PlannedTarget {
  return {
    targetId: 'docker',
    format: 'docker-config',
    path: '/home/me/.docker/config.json',
    exists: true,
    changes,
    untouched: 0,
    problem: null,
  };
}

describe('a plan that the user has seen', () => {
  it.each([
    ['the same', [change('replace', 'you')], [change('replace', 'you')]],
    ['less: the entry is gone', [change('replace', 'you')], [change('add', null)]],
    ['less: it is right already', [change('replace', 'you')], [change('unchanged', 'me')]],
    ['nothing left to remove', [change('remove', 'me')], []],
  ])('covers %s', (_, seen, now) => {
    expect(() => assertSeen(plan(...seen), now)).not.toThrow();
  });

  it.each([
    ['somebody else’s entry', [change('replace', 'you')], [change('replace', 'carol')]],
    [
      'another secret where it said that nothing changes',
      [change('unchanged', 'me')],
      [change('replace', 'me')],
    ],
    [
      'the removal of one that was to stay',
      [change('unchanged', 'me')],
      [change('remove', 'me', { usernameAfter: null })],
    ],
    ['an entry where none was', [change('add', null)], [change('replace', 'carol')]],
    [
      'a removal of another key',
      [change('remove', 'me')],
      [change('remove', 'me'), change('remove', 'old', { key: 'https://quay.io' })],
    ],
    [
      'a helper that took over',
      [change('add', null)],
      [change('add', null, { via: 'helper', helper: 'pass' })],
    ],
    [
      'another helper',
      [change('replace', 'me', { via: 'helper', helper: 'pass' })],
      [change('replace', 'me', { via: 'helper', helper: 'secretservice' })],
    ],
  ])('does not cover %s', (_, seen, now) => {
    expect(() => assertSeen(plan(...seen), now)).toThrowError(
      expect.objectContaining({ code: 'PLAN_STALE', retryable: true }),
    );
  });
});
