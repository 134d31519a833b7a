import { quoteCommand } from './shell-quoting.ts';

/**
 * The command with which podman says whom it is logged in as.
 * @param scope see `AuthScope`
 */
export function shownLoginCommand(scope: string): string {
  return quoteCommand('sh', ['podman', 'login', '--get-login', scope]);
}
