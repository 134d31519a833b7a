/** What the core asks of the desktop around it. The page neither sends nor receives any of it. */
export interface DesktopSide {
  /** Asks the user for a file; null where none was chosen. */
  readonly chooseFile: () => Promise<string | null>;
  /** Asks the user where a script is to go, and writes it there, 0700. Null: nowhere. */
  readonly saveScript: (name: string, text: string) => Promise<string | null>;
}
