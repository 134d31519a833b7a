import type { CallName } from '../../shared/channels.ts';
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import type { CoreCallName, CoreCalls } from '../core/calls.ts';
import type { Handlers } from './dispatch.ts';

/** The calls that the desktop answers around the core. */
export type DesktopCalls = {
  readonly [N in Exclude<CallName, CoreCallName>]: (
    input: CallInput<N>,
  ) => CallOutput<N> | Promise<CallOutput<N>>;
};

/**
 * Puts a handler to every call of the contract.
 *
 * @param rememberBackend keeps the user's choice of the store for the next start
 */
export function createHandlers(
  core: CoreCalls,
  desktop: DesktopCalls,
  rememberBackend: (backend: CallInput<'vault.choose'>['backend']) => void,
): Handlers {
  return {
    ...core,
    ...desktop,
    'vault.choose': async (input) => {
      const status = await core['vault.choose'](input);
      rememberBackend(input.backend);
      return status;
    },
  };
}
