import { scopeOf } from '../../../shared/auth-scope.ts';
import { SHOWN_MS } from '../../../shared/calls/secret.ts';
import type { CallsOf } from '../calls.ts';
import { Failure } from '../failure.ts';
import { inRun } from '../keeping.ts';
import type { Services } from '../services.ts';
import { storesOf } from './presence.ts';

/** The contract's calls that let the user have a stored secret. */
export function createSecretCalls({
  runs,
  index,
  custody,
  presence,
  desktop,
}: Services): CallsOf<'secret'> {
  let hiding: NodeJS.Timeout | undefined;
  const hide = () => {
    clearTimeout(hiding);
    desktop.protectWindow(false);
  };
  return {
    'secret.reveal': ({ runId, credentialId }) =>
      runs.during(runId, async (run) => {
        const meta = index.find(credentialId);
        if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
        await presence.use(storesOf([credentialId], { index, custody }), {
          to: 'reveal',
          registry: scopeOf(meta),
          username: meta.username,
        });
        const secret = await custody.read(credentialId, inRun(run));
        desktop.protectWindow(true);
        clearTimeout(hiding);
        // The page hides it by itself; this is for a page that is gone by then.
        hiding = setTimeout(hide, SHOWN_MS);
        hiding.unref();
        return { secret: secret.reveal(), forMs: SHOWN_MS };
      }),
    'secret.hide': async () => void hide(),
    'secret.copy': ({ runId, credentialId }) =>
      runs.during(runId, async (run) => {
        await presence.use(storesOf([credentialId], { index, custody }));
        await desktop.copySecret((await custody.read(credentialId, inRun(run))).reveal());
        return undefined;
      }),
  };
}
