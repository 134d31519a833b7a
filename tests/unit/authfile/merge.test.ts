import { describe, expect, test } from 'vitest';
import { carryOver, judge, undoneBy } from '../../../electron/core/authfile/merge.ts';

const auth = (login: string): string => Buffer.from(login).toString('base64');
/** A file as podman lays it out; other settings may be added. */
const file = (logins: Record<string, string>, settings: object = {}): Buffer => {
  const auths = Object.fromEntries(
    Object.entries(logins).map(([key, login]) => [key, { auth: auth(login) }]),
  );
  return Buffer.from(JSON.stringify({ auths, ...settings }, null, '\t'));
};
const F = 'containers-auth';

describe('carrying a change over', () => {
  const change = { from: file({ a: 'a:1', b: 'b:1' }), to: file({ a: 'a:2', c: 'c:1' }) };
  const onto = (logins: Record<string, string>) => {
    const text = carryOver(change, file(logins), F);
    return text === null ? null : (JSON.parse(text) as unknown);
  };

  test('adds, replaces and removes what the change did', () => {
    expect(onto({ a: 'a:1', b: 'b:1', x: 'x:1' })).toEqual({
      auths: { a: { auth: auth('a:2') }, x: { auth: auth('x:1') }, c: { auth: auth('c:1') } },
    });
  });

  test('leaves alone what has changed in another way since', () => {
    expect(onto({ a: 'a:3', c: 'c:9' })).toBeNull();
  });

  test('onto no file at all', () => {
    const text = carryOver({ from: null, to: file({ a: 'a:1' }) }, null, F);
    expect(JSON.parse(text ?? '')).toEqual({ auths: { a: { auth: auth('a:1') } } });
  });

  test('takes members of other tools along', () => {
    const to = Buffer.from(`{"auths":{"a":{"auth":"${auth('a:1')}","email":"e"}}}`);
    expect(carryOver({ from: null, to }, file({}), F)).toContain('"email":"e"');
  });
});

describe('F5 what another tool did after us: meant, or overwritten with what it had read before', () => {
  const before = file({ a: 'a:1' });
  const ours = file({ a: 'a:1', k: 'k:1' });
  const guarded = undoneBy({ from: before, to: ours }, F);
  const verdict = (now: Buffer | null) => {
    const { reverted, stale } = judge(ours, now, guarded, F);
    return [[...reverted], stale];
  };

  test('nothing, in another layout', () => {
    expect(verdict(Buffer.from(JSON.stringify(JSON.parse(ours.toString()))))).toEqual([[], false]);
  });

  test('a login of its own that kept ours', () => {
    expect(verdict(file({ a: 'a:1', k: 'k:1', p: 'p:1' }))[0]).toEqual([]);
  });

  test('a login of its own that lost ours is stale', () => {
    expect(verdict(file({ a: 'a:1', p: 'p:1' }))).toEqual([['k'], true]);
  });

  test('a logout of another key that lost ours is stale', () => {
    const four = undoneBy(
      { from: file({ a: 'a:1', b: 'b:1' }), to: file({ a: 'a:1', b: 'b:1', k: 'k:1' }) },
      F,
    );
    const known = file({ a: 'a:1', b: 'b:1', k: 'k:1' });
    expect(judge(known, file({ b: 'b:1' }), four, F)).toMatchObject({ stale: true });
  });

  test('a setting of its own that lost ours is stale', () => {
    expect(verdict(file({ a: 'a:1' }, { currentContext: 'x' }))).toEqual([['k'], true]);
  });

  test('a logout of ours is meant', () => {
    expect(verdict(file({ a: 'a:1' }))).toEqual([['k'], false]);
  });

  test('a logout of ours by a tool that drops what it does not know is meant', () => {
    const known = file({ a: 'a:1', k: 'k:1' }, { credsStore: 'x' });
    expect(judge(known, file({ a: 'a:1' }), guarded, F)).toMatchObject({ stale: false });
  });

  test('a logout of everything is meant', () => {
    expect(verdict(file({}))).toEqual([['k'], false]);
  });

  test('a login to ours as somebody else is meant', () => {
    expect(verdict(file({ a: 'a:1', k: 'other:1' }))[0]).toEqual([]);
  });

  test('a logout of ours that a stale login brings back is undone again', () => {
    const out = undoneBy({ from: ours, to: before }, F);
    const { reverted, stale } = judge(before, file({ a: 'a:1', k: 'k:1', p: 'p:1' }), out, F);
    expect([[...reverted], stale]).toEqual([['k'], true]);
  });
});
