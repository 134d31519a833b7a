import type { ErrorContext } from '../../shared/errors.ts';
import { Failure } from './failure.ts';

/** One JSON document that is replaced as a whole. `read` answers undefined when nothing was written yet. */
export interface Storage {
  read(): unknown;
  write(data: unknown): void;
}

/** One that the user can be helped with when it cannot be read. */
export interface KeptStorage extends Storage {
  /** Renames it, so that a new one can be written. Nothing is deleted. */
  setAside(): void;
  /** When the copy of what was written last was made, in ISO 8601; null where none is kept. */
  copiedAt(): string | null;
  /** Puts the copy in its place; what is there is set aside. */
  restoreCopy(): void;
}

/** The documents that the core keeps between starts. None of them holds a secret. */
export type StoreName =
  | 'index'
  | 'realm-consents'
  /** What was put where. */
  | 'placements'
  /** The files that the user added to the targets. */
  | 'own-files'
  /** In which session each login was in place last. */
  | 'sessions'
  /** What was exported where. */
  | 'export-uses'
  /** Sets of credentials that are active together. */
  | 'profiles'
  /** How Red Hat's accounts are reached, and who signed in. */
  | 'red-hat'
  /** How far each replacement of a service account's secret has come. */
  | 'rotations'
  /** How requests leave this machine. */
  | 'proxy';

/** Why a document counts for nothing: it stays as it is. */
export function unreadable(name: StoreName | 'settings' | 'window', reason: ErrorContext): Failure {
  return new Failure(CODES[name] ?? 'DOCUMENT_UNREADABLE', reason);
}

const CODES: Partial<
  Record<string, 'INDEX_UNREADABLE' | 'PROXY_UNREADABLE' | 'PROFILES_UNREADABLE'>
> = { index: 'INDEX_UNREADABLE', proxy: 'PROXY_UNREADABLE', profiles: 'PROFILES_UNREADABLE' };
