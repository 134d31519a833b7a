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

type Backend = CallInput<'vault.choose'>['backend'];

/**
 * Puts a handler to every call of the contract.
 *
 * @param choice of the store: `expectFree` throws where it is not the user's, `remember` keeps it for the next start
 */
export function createHandlers(
  core: CoreCalls,
  desktop: DesktopCalls,
  choice: {
    readonly expectFree: (backend: Backend) => void;
    readonly remember: (backend: Backend) => void;
  },
): Handlers {
  return {
    ...core,
    ...desktop,
    'vault.choose': async (input) => {
      choice.expectFree(input.backend);
      const status = await core['vault.choose'](input);
      choice.remember(input.backend);
      return status;
    },
  };
}
