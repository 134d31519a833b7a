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
