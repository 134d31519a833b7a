import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import type { PutBack } from './put-back.ts';

/** The contract's calls about what goes with a session. */
export function createSessionCalls(
  { runs }: Pick<Services, 'runs'>,
  putBack: PutBack,
): CallsOf<'session'> {
  return {
    'session.keep': async ({ credentialId, everySession }) => {
      putBack.keep(credentialId, everySession);
      return undefined;
    },
    'session.put-back': ({ runId }) => runs.during(runId, (run) => putBack.now(run)),
  };
}
