/** One JSON document that is replaced as a whole. `read` answers undefined when nothing was written yet. */
export interface Storage {
  read(): unknown;
  write(data: unknown): void;
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
