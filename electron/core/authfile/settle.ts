import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { TargetFormat } from '../../../shared/target.ts';
import { type Change, carryOver, judge, undoneBy } from './merge.ts';

/** How a file has fared in the second after a write. */
export interface Settlement {
  /** How often another tool had overwritten our change with what it had read before, and it was made again. */
  readonly repairs: number;
  /** Why the file could not be looked after to the end; null where it could. */
  readonly problem: unknown;
}

/** A write that went through, and the file that it left. */
export interface Written {
  readonly change: Change;
  /** What peers changed that our swap displaced for a moment, so that another of them may have missed it. */
  readonly displaced: readonly Change[];
  readonly content: Buffer;
  readonly info: Stats;
  /** When the file came into its place, in milliseconds since 1970; a moment too early at the most. */
  readonly swappedMs: number;
}

/** Updates the file by the guard's own word on it; runs in the same queue as any update. */
export type Repair = () => Promise<Written | null>;

/**
 * When to look again, in milliseconds after a write: tools hold what they have read for as long as
 * their own write takes (podman, skopeo), or for a whole login (docker).
 */
const CHECKS_MS = [30, 100, 300, 800];
const LAST_CHECK_MS = Math.max(...CHECKS_MS);

interface Guarded {
  readonly change: Change;
  /** Whom the key logged in before the change; undefined for nobody. */
  readonly before: string | undefined;
  readonly swappedMs: number;
}

/** Looks after one file for a while after each write of ours. */
class Guard {
  readonly #format: TargetFormat;
  readonly #path: string;
  readonly #guarded = new Map<string, Guarded>();
  #known: Buffer | null = null;
  #info: Stats | null = null;
  #running: Promise<Settlement> | null = null;
  #lastWriteMs = 0;
  #repairs = 0;

  constructor(path: string, format: TargetFormat) {
    this.#path = path;
    this.#format = format;
  }

  /** Takes note of a write; ends when the file has been left alone for long enough. */
  add(written: Written, repair: Repair): Promise<Settlement> {
    this.#note(written);
    this.#running ??= this.#run(repair);
    return this.#running;
  }

  /**
   * What the file is to become, given what is there; null where it is right, because another tool left
   * ours alone or meant what it did. Counts as a repair what it gives back.
   */
  merge(current: Buffer | null, info: Stats | null): string | null {
    let merged: string | null = null;
    // A file that is gone was removed on purpose: no tool does that by writing.
    if (current !== null) {
      const before = new Map([...this.#guarded].map(([key, guarded]) => [key, guarded.before]));
      const { reverted, stale } = judge(this.#known, current, before, this.#format);
      for (const key of reverted) {
        const guarded = this.#guarded.get(key);
        if (guarded === undefined || !(stale || this.#wasBegunBefore(info, guarded))) continue;
        const content: Buffer = merged === null ? current : Buffer.from(merged, 'utf8');
        merged = carryOver(guarded.change, content, this.#format, new Set([key])) ?? merged;
      }
    }
    if (merged === null) {
      this.#known = current;
      this.#info = info;
    } else this.#repairs += 1;
    return merged;
  }

  guards(key: string): boolean {
    return this.#guarded.has(key);
  }

  #note({ change, displaced, content, info, swappedMs }: Written): void {
    this.#lastWriteMs = Date.now();
    // A peer's file may lack what we had written just before; that it never meant to change.
    for (const theirs of displaced) {
      for (const [key, before] of undoneBy(theirs, this.#format)) {
        if (!this.#guarded.has(key)) this.#guarded.set(key, { change: theirs, before, swappedMs });
      }
    }
    // Of our own words on a key the latest is the one to keep.
    for (const [key, before] of undoneBy(change, this.#format)) {
      this.#guarded.set(key, { change, before, swappedMs });
    }
    this.#known = content;
    this.#info = info;
  }

  async #run(repair: Repair): Promise<Settlement> {
    let problem: unknown = null;
    try {
      for (let check = 0; check < CHECKS_MS.length; check += 1) {
        const write = this.#lastWriteMs;
        const due = write + (CHECKS_MS[check] ?? 0);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
        const lookedMs = Date.now();
        await this.#check(repair);
        this.#expire(lookedMs);
        // After another write the looks start again.
        if (this.#lastWriteMs !== write) check = -1;
      }
    } catch (error) {
      problem = error;
    }
    guards.delete(this.#path);
    return { repairs: this.#repairs, problem };
  }

  async #check(repair: Repair): Promise<void> {
    const info = await stat(this.#path).catch(() => null);
    if (info !== null && isSame(info, this.#info)) return;
    const written = await repair();
    if (written !== null) this.#note(written);
  }

  /** What has been left alone for long enough is everybody's to change. */
  #expire(lookedMs: number): void {
    for (const [key, { swappedMs }] of this.#guarded) {
      if (swappedMs + LAST_CHECK_MS <= lookedMs) this.#guarded.delete(key);
    }
  }

  /**
   * Whether the file was begun before ours was in place, so that its writer cannot have seen ours. A
   * tool that writes the same again has changed nothing else by which it could be told.
   */
  #wasBegunBefore(info: Stats | null, { swappedMs }: Guarded): boolean {
    if (info === null || info.ino === this.#info?.ino) return false;
    return info.birthtimeMs > 0 && info.birthtimeMs <= swappedMs;
  }
}

function isSame(a: Stats, b: Stats | null): boolean {
  return b !== null && a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs;
}

const guards = new Map<string, Guard>();

/** Looks after a file that was written; never rejects. */
export function settle(
  path: string,
  format: TargetFormat,
  written: Written,
  repair: Repair,
): Promise<Settlement> {
  let guard = guards.get(path);
  if (guard === undefined) {
    guard = new Guard(path, format);
    guards.set(path, guard);
  }
  return guard.add(written, repair);
}

/** What a file that is looked after is to become before anything else is done to it; null for nothing. */
export function pendingRepair(
  path: string,
  current: Buffer | null,
  info: Stats | null,
): string | null {
  return guards.get(path)?.merge(current, info) ?? null;
}

/** Whether a key of a file is one that we have changed so shortly before that it is looked after. */
export function isLookedAfter(path: string, key: string): boolean {
  return guards.get(path)?.guards(key) ?? false;
}
