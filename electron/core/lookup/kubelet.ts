import { join } from 'node:path/posix';
import type { LookupCandidate } from '../../../shared/lookup.ts';
import { isDockerHub } from '../../../shared/registry.ts';
import { candidate } from './candidates.ts';
import { globMatches } from './keys.ts';
import type { Consulted, ImageReference, LookupWorld, ReadFile, Source } from './world.ts';

/** Where the machine-config operator puts the cluster's pull secret. */
const KUBELET_ROOT = '/var/lib/kubelet';

/**
 * The node's own files as the kubelet reads them: the first `config.json` that parses is all it uses;
 * without any, the first `.dockercfg`. A pod's pull secrets come before these and are not looked at.
 * @see kubernetes/kubernetes pkg/credentialprovider
 */
export async function kubeletSources(
  world: LookupWorld,
  reference: ImageReference,
): Promise<Source[]> {
  const { home } = world.host;
  const source = (path: string, origin: Source['origin'], legacy: boolean): Source => ({
    kind: 'file',
    source: path,
    origin,
    final: true,
    forgiving: true,
    async consult() {
      const read = await world.readFile(path, legacy ? 'legacy' : 'kubelet');
      return read === null ? null : consultKeyring(read, reference);
    },
  });
  return [
    source(join(KUBELET_ROOT, 'config.json'), 'kubelet-root', false),
    source(join(world.workingDirectory, 'config.json'), 'working-directory', false),
    source(join(home, '.docker/config.json'), 'docker-home', false),
    source('/.docker/config.json', 'root-directory', false),
    source(join(KUBELET_ROOT, '.dockercfg'), 'kubelet-root', true),
    source(join(world.workingDirectory, '.dockercfg'), 'working-directory', true),
    source(join(home, '.dockercfg'), 'legacy-home', true),
    source('/.dockercfg', 'root-directory', true),
  ];
}

interface KeyringKey {
  readonly key: string;
  readonly host: string;
  readonly path: string;
}

/** Scheme off; a leading `/v1/` or `/v2/` off; a lone slash is no path. */
function keyringKey(key: string): KeyringKey | null {
  const rest = key.replace(/^https?:\/\//, '');
  const slash = rest.indexOf('/');
  const host = slash < 0 ? rest : rest.slice(0, slash);
  let path = slash < 0 ? '' : rest.slice(slash);
  if (path.startsWith('/v1/') || path.startsWith('/v2/')) path = path.slice(3);
  if (path === '/') path = '';
  return host === '' ? null : { key, host, path };
}

function consultKeyring(file: ReadFile, reference: ImageReference): Consulted {
  const path = reference.repository === null ? '' : `/${reference.repository}`;
  const keys = [...file.entries.keys()]
    .flatMap((key) => keyringKey(key) ?? [])
    // The kubelet tries the keys in reverse order of their text, so that longer paths come first.
    .sort((a, b) => (a.host + a.path < b.host + b.path ? 1 : -1));
  // The path is a plain prefix of the text: `quay.io/org` serves `quay.io/organisation` too.
  const matching = keys.filter(
    (key) => globMatches(key.host, reference.registry) && path.startsWith(key.path),
  );
  const hits =
    matching.length === 0 && isDockerHub(reference.registry)
      ? keys.filter(({ host, path: keyPath }) => host === 'index.docker.io' && keyPath === '')
      : matching;
  const usable = hits.filter(({ key }) => {
    const entry = file.entries.get(key);
    return entry?.auth === 'ok' || Boolean(entry?.plainUsername);
  });
  const [first] = usable;
  const candidates = hits.map(({ key }): LookupCandidate => {
    if (key === first?.key) return candidate(file, key, 'wins');
    const isUsable = usable.some((each) => each.key === key);
    return candidate(file, key, isUsable ? 'less-specific' : 'empty-entry-ends-search');
  });
  const winner =
    first === undefined
      ? null
      : {
          key: first.key,
          username: candidate(file, first.key, 'wins').username,
          identityToken: false,
          hasSecret: true,
        };
  return { helper: null, winner, candidates, problem: null };
}
