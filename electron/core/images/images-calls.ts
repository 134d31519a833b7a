import { adviseImage } from '../../../shared/image-advice.ts';
import { knownRegistry } from '../../../shared/registry.ts';
import type { CallsOf } from '../calls.ts';
import { realmAnswers } from '../checking.ts';
import { Failure } from '../failure.ts';
import type { Services } from '../services.ts';
import { checkPull } from './pull-check.ts';

/** The contract's calls about images. */
export function createImagesCalls(services: Services): CallsOf<'images'> {
  const { host, runs, index, keeping, consents, route, log } = services;
  return {
    'images.check': ({ runId, image: text, credentialId }) =>
      runs.during(runId, async (run) => {
        const advised = adviseImage(text);
        if (!advised.ok) throw new Failure('REGISTRY_INVALID', { reason: advised.reason });
        const { image } = advised;
        const meta = credentialId === null ? null : index.find(credentialId);
        if (credentialId !== null && meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
        // A credential goes to its own registry alone, and to none where nobody logs in (S1).
        const isOfUse =
          meta?.registry === image.registry && knownRegistry(image.registry)?.accepts.length !== 0;
        const credential =
          meta !== null && isOfUse
            ? { username: meta.username, secret: await keeping.read(run, meta.id) }
            : null;
        const release = credential && log.scrubber.hold(credential.secret, credential.username);
        try {
          // Without a credential, as any of them is spoken to; with one, as the user said of this one.
          const plainHttp =
            credential === null
              ? index.list().some((each) => each.registry === image.registry && each.plainHttp)
              : meta?.plainHttp === true;
          const result = await checkPull(
            { image, plainHttp, credential },
            {
              host,
              signal: run.signal,
              route,
              onStep: ({ step, ...about }) => run.step(step, about.status, about),
              ...realmAnswers(run, consents),
            },
          );
          run.signal.throwIfAborted();
          return result;
        } finally {
          release?.();
        }
      }),
  };
}
