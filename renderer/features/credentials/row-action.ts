import type { CredentialView } from '../../../shared/credential.ts';
import type { TargetId } from '../../../shared/target.ts';

/** What the user asked to do with a credential; each opens a dialog that shows the plan first. */
export interface RowAction {
  readonly type: 'check' | 'write' | 'edit' | 'logout' | 'forget';
  readonly credential: CredentialView;
  /** The target the action started from; null for all of them. */
  readonly targetId: TargetId | null;
}
