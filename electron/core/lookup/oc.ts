import { posix, win32 } from 'node:path';
import { Failure } from '../failure.ts';
import { podmanFileSource, podmanSources } from './podman.ts';
import type { ImageReference, LookupWorld, Source } from './world.ts';

/**
 * The places that `oc image` and `oc adm release` ask. A file that is named and missing is an error.
 * @see openshift/oc pkg/cli/image/manifest/dockercredentials
 */
export async function ocSources(world: LookupWorld, reference: ImageReference): Promise<Source[]> {
  const { env, home, platform } = world.host;
  const { join } = platform === 'win32' ? win32 : posix;
  if (env.REGISTRY_AUTH_FILE) {
    const named = podmanFileSource(
      world,
      reference,
      env.REGISTRY_AUTH_FILE,
      'REGISTRY_AUTH_FILE',
      'containers',
    );
    return [
      {
        ...named,
        async consult() {
          const consulted = await named.consult();
          if (consulted === null) {
            throw new Failure('FILE_IO', { path: named.source, errno: 'ENOENT' });
          }
          return consulted;
        },
      },
    ];
  }
  if (env.REGISTRY_AUTH_PREFERENCE === 'docker') {
    const path = join(home, '.docker/config.json');
    return [podmanFileSource(world, reference, path, 'docker-home', 'containers')];
  }
  return podmanSources(world, reference);
}
