import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { TargetFormat } from '../../../shared/target.ts';
import { type FileWatch, watchFile } from './file-watch.ts';
import { type Change, carryOver, judge, undoneBy } from './merge.ts';

/** How a file has fared since a write. */
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
 * their own write takes.
 */
const CHECKS_MS = [30, 100, 300, 800];
const LAST_CHECK_MS = Math.max(...CHECKS_MS);

/**
 * docker holds it for a whole login, in which it asks for a password and waits for a registry. For so
 * long its file is watched, which costs nothing while nobody writes.
 */
const SLOW_LOGIN_MS = 60_000;

interface Guarded {
  readonly change: Change;
  /** Whom the key logged in before the change; undefined for nobody. */
  readonly before: string | undefined;
  readonly swappedMs: number;
  /** Whether any tool may still hold what was there before; later only a slow login does. */
  readonly isFresh: boolean;
}

/** Looks after one file for a while after each write of ours. */
class Guard {
  readonly #format: TargetFormat;
  readonly #path: string;
  readonly #guarded = new Map<string, Guarded>();
  #known: Buffer | null = null;
  #info: Stats | null = null;
  #running: Promise<Settlement> | null = null;
  #slowLogins: FileWatch | null = null;
  #isReleased = false;
  #lastWriteMs = 0;
  #repairs = 0;

  constructor(path: string, format: TargetFormat) {
    this.#path = path;
    this.#format = format;
  }

  /** Takes note of a write; ends when the file has been left alone for long enough. */
  add(written: Written, repair: Repair, later: (what: Settlement) => void): Promise<Settlement> {
    this.#isReleased = false;
    this.#slowLogins?.close();
    this.#slowLogins = null;
    this.#note(written);
    this.#running ??= this.#run(repair, later);
    return this.#running;
  }

  /** Waits for no slow login any more. */
  release(): void {
    this.#isReleased = true;
    this.#slowLogins?.close();
    this.#slowLogins = null;
    if (this.#running === null) guards.delete(this.#path);
  }

  /**
   * What the file is to become, given what is there; null where it is right, because another tool left
   * ours alone or meant what it did. Counts as a repair what it gives back.
   */
  merge(current: Buffer | null, info: Stats | null): string | null {
    let merged: string | null = null;
    // A file that is gone was removed on purpose: no tool does that by writing.
    if (current !== null) {
      for (const [key, { change }] of this.#unmeant({ from: this.#known, to: current }, info)) {
        const content: Buffer = merged === null ? current : Buffer.from(merged, 'utf8');
        merged = carryOver(change, content, this.#format, new Set([key])) ?? merged;
      }
    }
    if (merged === null) {
      this.#known = current;
      this.#info = info;
    } else this.#repairs += 1;
    return merged;
  }

  /** Which keys a peer's change is about that our swap displaced: not what we had changed, and it had not seen. */
  meantKeys(theirs: Change): ReadonlySet<string> {
    const keys = new Set(undoneBy(theirs, this.#format).keys());
    for (const [key, { isFresh }] of this.#guarded) if (isFresh) keys.delete(key);
    for (const [key] of this.#unmeant(theirs, null)) keys.delete(key);
    return keys;
  }

  /** Our changes that another tool took back without knowing of them. */
  #unmeant(theirs: Change, info: Stats | null): (readonly [string, Guarded])[] {
    const before = new Map([...this.#guarded].map(([key, guarded]) => [key, guarded.before]));
    const { reverted, stale, isLogin } = judge(theirs.from, theirs.to, before, this.#format);
    return [...this.#guarded].filter(([key, guarded]) => {
      if (!reverted.has(key)) return false;
      return guarded.isFresh ? stale || this.#wasBegunBefore(info, guarded) : isLogin;
    });
  }

  #note({ change, displaced, content, info, swappedMs }: Written): void {
    this.#lastWriteMs = Date.now();
    // A peer's file may lack what we had written just before; that it never meant to change.
    for (const theirs of displaced) {
      for (const [key, before] of undoneBy(theirs, this.#format)) {
        if (this.#guarded.has(key)) continue;
        this.#guarded.set(key, { change: theirs, before, swappedMs, isFresh: true });
      }
    }
    // Of our own words on a key the latest is the one to keep.
    for (const [key, before] of undoneBy(change, this.#format)) {
      this.#guarded.set(key, { change, before, swappedMs, isFresh: true });
    }
    this.#known = content;
    this.#info = info;
  }

  async #run(repair: Repair, later: (what: Settlement) => void): Promise<Settlement> {
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
    const settlement = { repairs: this.#repairs, problem };
    this.#repairs = 0;
    this.#running = null;
    if (this.#format === 'docker-config' && problem === null && !this.#isReleased) {
      this.#waitForSlowLogins(repair, later);
    } else this.release();
    return settlement;
  }

  #waitForSlowLogins(repair: Repair, later: (what: Settlement) => void): void {
    const watch = watchFile(this.#path, {
      forMs: SLOW_LOGIN_MS,
      changed: async () => {
        this.#repairs = 0;
        let problem: unknown = null;
        try {
          this.#expire(Date.now());
          await this.#check(repair);
        } catch (error) {
          // One that is written in place is whole again at the next event.
          problem = error;
        }
        if (this.#repairs > 0 || problem !== null) later({ repairs: this.#repairs, problem });
      },
      ended: () => this.release(),
    });
    this.#slowLogins = watch;
    // What came before the watch was laid.
    if (watch !== null) watch.look();
    else this.release();
  }

  async #check(repair: Repair): Promise<void> {
    const info = await stat(this.#path).catch(() => null);
    if (info !== null && isSame(info, this.#info)) return;
    const written = await repair();
    if (written !== null) this.#note(written);
  }

  /** What has been left alone for long enough is everybody's to change. */
  #expire(lookedMs: number): void {
    const patientMs = this.#format === 'docker-config' ? SLOW_LOGIN_MS : LAST_CHECK_MS;
    for (const [key, guarded] of this.#guarded) {
      const age = lookedMs - guarded.swappedMs;
      if (age >= patientMs) this.#guarded.delete(key);
      else if (age >= LAST_CHECK_MS) this.#guarded.set(key, { ...guarded, isFresh: false });
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

/**
 * Looks after a file that was written; never rejects.
 * @param later takes each repair, or failed look, that comes when this has ended
 */
export function settle(
  path: string,
  format: TargetFormat,
  written: Written,
  repair: Repair,
  later: (what: Settlement) => void,
): Promise<Settlement> {
  let guard = guards.get(path);
  if (guard === undefined) {
    guard = new Guard(path, format);
    guards.set(path, guard);
  }
  return guard.add(written, repair, later);
}

/** What a file that is looked after is to become before anything else is done to it; null for nothing. */
export function pendingRepair(
  path: string,
  current: Buffer | null,
  info: Stats | null,
): string | null {
  return guards.get(path)?.merge(current, info) ?? null;
}

/** Waits for no slow login at this file any more: no watch and no timer of it is left. */
export function release(path: string): void {
  guards.get(path)?.release();
}

/** What a peer changed on purpose: not what we had changed before it wrote, and it had not seen. */
export function meantKeys(path: string, theirs: Change, format: TargetFormat): ReadonlySet<string> {
  return guards.get(path)?.meantKeys(theirs) ?? new Set(undoneBy(theirs, format).keys());
}
