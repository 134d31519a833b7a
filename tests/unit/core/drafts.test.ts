import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DRAFT_LIMIT_MS, Drafts } from '../../../electron/core/drafts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a draft', () => {
  const expired = expect.objectContaining({ code: 'DRAFT_EXPIRED' });

  it('waits ten minutes and no longer', () => {
    const drafts = new Drafts<string>();
    const id = drafts.keep('secret');
    vi.advanceTimersByTime(DRAFT_LIMIT_MS - 1);
    expect(drafts.get(id)).toBe('secret');
    vi.advanceTimersByTime(1);
    expect(() => drafts.get(id)).toThrowError(expired);
    expect(DRAFT_LIMIT_MS).toBe(600_000);
  });

  it('that is used waits ten minutes more', () => {
    const drafts = new Drafts<string>();
    const id = drafts.keep('secret');
    vi.advanceTimersByTime(DRAFT_LIMIT_MS - 1);
    expect(drafts.renew(id)).toBe('secret');
    vi.advanceTimersByTime(DRAFT_LIMIT_MS - 1);
    expect(drafts.get(id)).toBe('secret');
    vi.advanceTimersByTime(1);
    expect(() => drafts.renew(id)).toThrowError(expired);
  });

  it('says until when it waits, and that it was dropped unless whoever kept it is done with it', () => {
    vi.setSystemTime('2026-01-02T03:04:05Z');
    const dropped: string[] = [];
    const drafts = new Drafts<string>((id) => dropped.push(id));
    const [used, left, locked] = [drafts.keep('one'), drafts.keep('two'), drafts.keep('three')];
    expect(drafts.expiresAt(left).toISOString()).toBe('2026-01-02T03:14:05.000Z');
    drafts.drop(used);
    vi.advanceTimersByTime(DRAFT_LIMIT_MS - 1);
    drafts.renew(locked);
    expect(drafts.expiresAt(locked).toISOString()).toBe('2026-01-02T03:24:04.999Z');
    vi.advanceTimersByTime(1);
    expect(dropped).toEqual([left]);
    expect(() => drafts.expiresAt(left)).toThrowError(expired);
    drafts.dropAll();
    expect(dropped).toEqual([left, locked]);
  });

  it('is over when its time is, also where timers stood still as the machine slept', () => {
    const dropped: string[] = [];
    const drafts = new Drafts<string>((id) => dropped.push(id));
    const id = drafts.keep('secret');
    vi.setSystemTime(Date.now() + DRAFT_LIMIT_MS);
    expect(() => drafts.renew(id)).toThrowError(expired);
    expect(dropped).toEqual([id]);
    expect(drafts.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is gone when dropped, with its timer', () => {
    const drafts = new Drafts<string>();
    const [id, other] = [drafts.keep('one'), drafts.keep('two')];
    drafts.drop(id);
    expect(() => drafts.get(id)).toThrowError(expired);
    expect(drafts.get(other)).toBe('two');
    drafts.dropAll();
    expect(drafts.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
