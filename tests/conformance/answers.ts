import type { ImageReference } from '../../electron/core/lookup/world.ts';
import type { Resolution } from '../../shared/lookup.ts';
import type { Answer } from './oracles.ts';

/** podman 4.3.1, skopeo 1.9.3 and buildah 1.28.2 of Debian 12 go on behind an explicit file; docker 28.2 knows no DOCKER_AUTH_CONFIG. */
export const OLD_TOOLS = { explicitFileIsFinal: false, dockerReadsAuthEnvironment: false };

/** As the tools split their argument: everything before the first slash is the registry. */
export function referenceOf(key: string): ImageReference {
  const slash = key.indexOf('/');
  return slash < 0
    ? { registry: key, repository: null }
    : { registry: key.slice(0, slash), repository: key.slice(slash + 1) };
}

/** What `--get-login` would print. It names nobody for an entry without a user name. */
export function toAnswer(resolution: Resolution): Answer {
  if (resolution.problem !== null) return { kind: 'error', text: resolution.problem.code };
  const username = resolution.winner?.username;
  return username ? { kind: 'user', username } : { kind: 'nobody' };
}
