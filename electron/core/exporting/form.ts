import type { CredentialMeta } from '../../../shared/credential.ts';
import type { ExportNote, ExportTool } from '../../../shared/exporting.ts';
import type { Shell } from '../../../shared/shell-quoting.ts';
import type { Sheet } from './document.ts';

/** A credential on its way out. */
export interface ExportEntry {
  readonly meta: CredentialMeta;
  /** The secret's text; asked for when the document is made, never when it is shown. */
  readonly reveal: () => string;
}

/** What a form is rendered from: the request with its names made valid, and the credentials. */
export interface ExportInput {
  readonly entries: readonly [ExportEntry, ...ExportEntry[]];
  readonly name: string;
  /** What the files of an export begin with; one form's command names another form's file. */
  readonly files: string;
  readonly namespace: string | null;
  readonly email: string | null;
  readonly serviceAccount: string;
  readonly store: string;
  readonly shell: Shell;
  readonly tool: ExportTool;
  /** The cluster's command-line tool. */
  readonly cli: 'oc' | 'kubectl';
}

export interface Rendered {
  /** On the sheet that was given. */
  readonly text: string;
  readonly notes?: readonly ExportNote[];
}

/**
 * Writes a form.
 * @throws EXPORT_SAME_KEY, EXPORT_KEY_REFUSED
 */
export type Render = (input: ExportInput, sheet: Sheet) => Rendered;
