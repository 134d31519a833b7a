import type { LookupCandidate } from '../../../shared/lookup.ts';
import { containersPlaces } from '../authfile/containers-places.ts';
import { Failure } from '../failure.ts';
import { candidate, nearMisses } from './candidates.ts';
import { exactKeys, foldHub, normalizeAuthFileKey } from './keys.ts';
import { AUTH_FILES, type CredentialStores } from './registries-conf.ts';
import type {
  Consulted,
  ImageReference,
  LookupWorld,
  ReadEntry,
  ReadFile,
  ReadMode,
  Source,
} from './world.ts';

/**
 * The places that podman, skopeo, buildah and CRI-O ask, in order: the stores that registries.conf names, one of which
 * are the credential files. A store that has a problem is passed over; it is told where no other one has an answer.
 * @see containers-auth.json(5); containers/image pkg/docker/config `getCredentialsWithHomeDir`
 */
export async function podmanSources(
  world: LookupWorld,
  reference: ImageReference,
): Promise<Source[]> {
  const files = await fileSources(world, reference);
  let stores: CredentialStores;
  try {
    stores = await world.credentialStores();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [unusableConfiguration(error), ...files];
  }
  if (stores.length === 1 && stores[0] === AUTH_FILES) return files;
  const asked = stores.flatMap((name, store) =>
    name === AUTH_FILES
      ? files.map((source) => ({ ...source, store }))
      : [{ ...helperStore(world, reference, name), store }],
  );
  if (stores.includes(AUTH_FILES)) return asked;
  return [...asked, ...files.map((source) => ({ ...source, unread: true }))];
}

/** Without its configuration containers/image asks nobody. */
function unusableConfiguration(failure: Failure): Source {
  return {
    kind: 'file',
    source: String(failure.context.path ?? ''),
    origin: 'registries-conf',
    consult: () => Promise.reject(failure),
  };
}

/** A helper that is asked for every registry, and for the registry alone. */
function helperStore(world: LookupWorld, reference: ImageReference, helper: string): Source {
  const { registry: key } = reference;
  return {
    kind: 'helper',
    source: `docker-credential-${helper}`,
    origin: 'registries-conf',
    async consult() {
      const answer = await world.askHelper(helper, key);
      if (answer === null) return { helper, winner: null, candidates: [], problem: null };
      const candidates: LookupCandidate[] = [{ key, username: answer.username, reason: 'wins' }];
      return { helper, winner: { key, ...answer, hasSecret: true }, candidates, problem: null };
    },
  };
}

async function fileSources(world: LookupWorld, reference: ImageReference): Promise<Source[]> {
  const { host, versions } = world;
  const sources: Source[] = [];
  for (const { origin, path, legacy } of containersPlaces(host, versions.explicitFileIsFinal)) {
    // A directory that does not exist is passed over with a warning when reading.
    const directory = origin === 'runtime-directory' ? (host.env.XDG_RUNTIME_DIR ?? '') : null;
    if (directory !== null && !(await world.directoryExists(directory))) continue;
    const mode = legacy ? 'legacy' : 'containers';
    sources.push(podmanFileSource(world, reference, path, origin, mode));
  }
  return sources;
}

/** One file, asked by containers/image's rules. */
export function podmanFileSource(
  world: LookupWorld,
  reference: ImageReference,
  path: string,
  origin: Source['origin'],
  mode: ReadMode,
): Source {
  return {
    kind: 'file',
    source: path,
    origin,
    async consult() {
      const read = await world.readFile(path, mode);
      return read === null ? null : consultFile(world, read, reference, mode === 'legacy');
    },
  };
}

/** One file, by containers/image's rules: helper, then exact keys, then URL forms. */
async function consultFile(
  world: LookupWorld,
  file: ReadFile,
  reference: ImageReference,
  legacy: boolean,
): Promise<Consulted> {
  const { registry } = reference;
  const helper = file.credHelpers.get(registry);
  if (helper !== undefined) return consultHelper(world, file, helper, reference);

  const keys = legacy ? [registry] : exactKeys(reference);
  const present = keys.filter((key) => file.entries.has(key));
  const [first, ...broader] = present;
  if (first !== undefined) {
    const judged = judge(file.entries.get(first));
    const candidates: LookupCandidate[] = [
      { key: first, username: judged.username, reason: judged.reason },
      ...broader.map((key) => candidate(file, key, 'less-specific')),
    ];
    return finish(file, reference, first, judged, candidates);
  }

  const wanted = foldHub(registry);
  const urlForms = [...file.entries.keys()].filter(
    (key) => normalizeAuthFileKey(key, legacy) === wanted,
  );
  const [form, ...twins] = urlForms;
  if (form === undefined) return finish(file, reference, null, null, []);
  const judged = judge(file.entries.get(form));
  const candidates = [
    { key: form, username: judged.username, reason: judged.reason },
    ...twins.map((key) => candidate(file, key, 'unstable-twin' as const)),
  ];
  return finish(file, reference, form, judged, candidates);
}

async function consultHelper(
  world: LookupWorld,
  file: ReadFile,
  helper: string,
  reference: ImageReference,
): Promise<Consulted> {
  const beaten = exactKeys(reference)
    .filter((key) => file.entries.has(key))
    .map((key) => candidate(file, key, 'helper-is-final'));
  const answer = await world.askHelper(helper, reference.registry);
  if (answer === null) return { helper, winner: null, candidates: beaten, problem: null };
  const winner = { key: reference.registry, ...answer, hasSecret: true };
  const won = { key: winner.key, username: answer.username, reason: 'wins' } as const;
  return { helper, winner, candidates: [won, ...beaten], problem: null };
}

interface Judged {
  readonly reason: LookupCandidate['reason'];
  readonly username: string | null;
  readonly identityToken: boolean;
  readonly hasSecret: boolean;
}

function judge(entry: ReadEntry | undefined): Judged {
  if (entry === undefined || entry.auth === 'absent') {
    const reason = entry?.identityToken
      ? 'identity-token-ignored'
      : entry?.plainUsername
        ? 'plain-members-ignored'
        : 'empty-entry-ends-search';
    return {
      reason,
      username: entry?.plainUsername ?? null,
      identityToken: false,
      hasSecret: false,
    };
  }
  if (entry.auth === 'no-colon') {
    return {
      reason: 'no-colon-ends-search',
      username: null,
      identityToken: false,
      hasSecret: false,
    };
  }
  if (entry.auth === 'bad-base64') {
    return { reason: 'bad-base64', username: null, identityToken: false, hasSecret: false };
  }
  const { username, identityToken, hasSecret } = entry;
  return { reason: 'wins', username, identityToken, hasSecret };
}

function finish(
  file: ReadFile,
  reference: ImageReference,
  key: string | null,
  judged: Judged | null,
  candidates: LookupCandidate[],
): Consulted {
  const named = new Set(candidates.map((each) => each.key));
  const all = [...candidates, ...nearMisses(file, reference, named)];
  if (key === null || judged === null)
    return { helper: null, winner: null, candidates: all, problem: null };
  if (judged.reason === 'bad-base64') {
    const problem = new Failure('FILE_MALFORMED', { key, reason: 'auth is not valid base64' });
    return { helper: null, winner: null, candidates: all, problem };
  }
  const winner =
    judged.reason === 'wins'
      ? {
          key,
          username: judged.username,
          identityToken: judged.identityToken,
          hasSecret: judged.hasSecret,
        }
      : null;
  return { helper: null, winner, candidates: all, problem: null };
}
