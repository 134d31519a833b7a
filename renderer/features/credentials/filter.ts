import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';

/** Whether every word of the filter is somewhere in what the row shows. */
export function matches(credential: CredentialView, filter: string): boolean {
  const text = [scopeOf(credential), credential.username, credential.label, credential.kind]
    .join('\n')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
