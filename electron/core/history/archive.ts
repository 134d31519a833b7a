import type { VaultCallOptions } from '../vault/vault.ts';

/** The store's item that opens the records: an age identity, `AGE-SECRET-KEY-1...`. */
export const HISTORY_IDENTITY = 'history-identity';

/** What the records of the history may take: how many, and how old. */
export interface HistoryLimits {
  readonly recordsMax: number;
  readonly ageMsMax: number;
}

export const HISTORY_LIMITS: HistoryLimits = {
  recordsMax: 500,
  ageMsMax: 90 * 24 * 60 * 60 * 1000,
};

/** @throws FILE_*; HISTORY_UNKNOWN for what is not there or cannot be decrypted */
export type ArchiveReader = (name: string) => Promise<string>;

/** A place that records are kept in, each under a name of its own. */
export interface Archive {
  /** Oldest first. @throws FILE_* */
  names(): Promise<string[]>;
  /**
   * Durable when it resolves.
   * @throws FILE_*, and the store's codes where nothing can be encrypted without it
   */
  add(name: string, text: string): Promise<void>;
  /** Gets ready to read records, as many as are wanted. @throws the store's codes */
  open(options?: VaultCallOptions): Promise<ArchiveReader>;
  /** Drops the records that are too many or too old, and what a kill left of one. @throws FILE_* */
  tidy(): Promise<void>;
}

const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-([0-9a-f-]{36})$/;

/** Names sort by time: `20260131T093000123Z-<id>`. */
export function nameOf(id: string, at: Date): string {
  return `${at.toISOString().replaceAll(/[-:.]/g, '')}-${id}`;
}

/** Null for a name that is none of ours. */
export function readName(name: string): { readonly id: string; readonly atMs: number } | null {
  const [, year, month, day, hour, minute, second, ms, id] = NAME.exec(name) ?? [];
  if (id === undefined) return null;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(atMs) ? null : { id, atMs };
}

/** @param names oldest first @returns those that have to go */
export function surplus(names: readonly string[], limits: HistoryLimits, nowMs: number): string[] {
  const tooMany = names.length - limits.recordsMax;
  return names.filter((name, at) => {
    const atMs = readName(name)?.atMs ?? 0;
    return at < tooMany || atMs < nowMs - limits.ageMsMax;
  });
}
