import type { CheckResult } from '../../../shared/credential.ts';
import type { ImportDraft } from '../../../shared/importing.ts';
import { call } from '../../bridge.ts';
import { createUnfinished } from '../../unfinished.ts';
import type { Choices } from './choices.ts';

/** An import that waits, as it was left. */
export interface LeftImport {
  readonly draftId: string;
  readonly expiresAt: string;
  readonly draft: ImportDraft;
  readonly checks: ReadonlyMap<string, CheckResult>;
  readonly choices: Choices;
  /** Its files were being chosen. */
  readonly isWriting: boolean;
}

export function discardImport(draftId: string): void {
  call('import.discard', { draftId }).catch(() => {});
}

export const leftImport = createUnfinished<LeftImport>(discardImport);
