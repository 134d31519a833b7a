import type { Explanation, Resolution } from '../../../shared/lookup.ts';

/** What the tools make of one reference, in one word. */
export type Agreement = 'same' | 'differ' | 'none';

/**
 * Whether every kind of tool would come to the registry as the same user.
 * @returns `none` where all of them ask without a credential
 */
export function agreementOf({ resolutions }: Explanation): Agreement {
  const [first, ...others] = resolutions.map(identityOf);
  if (first === undefined || others.some((other) => other !== first)) return 'differ';
  return first === ANONYMOUS ? 'none' : 'same';
}

const ANONYMOUS = 'anonymous';

/** Two tools of the same identity look the same to the registry. */
function identityOf({ winner, problem, consumer }: Resolution): string {
  if (problem) return `stopped ${consumer}`;
  if (!winner?.hasSecret) return ANONYMOUS;
  return `user ${winner.username ?? ''}`;
}
