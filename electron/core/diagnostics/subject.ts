import { scopeOf, scopesServing } from '../../../shared/auth-scope.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { Subject } from '../../../shared/diagnosis.ts';
import type { Explanation } from '../../../shared/lookup.ts';
import {
  knownRegistry,
  type ParsedRegistry,
  parseRegistry,
  parseScope,
  TELEMETRY_HOST,
} from '../../../shared/registry.ts';
import { createHelperClient } from '../authfile/credential-helper.ts';
import { hostOfKey, scopeOfKey } from '../authfile/keys.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Keeping } from '../keeping.ts';
import { isMarkedPlainHttp, loopbackOf } from '../plain-http.ts';
import { readPullSecret } from '../pull-secrets/read-pull-secret.ts';
import type { Run } from '../runs.ts';
import { readLogin } from '../targets/read-login.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { type Asking, type Case, nameOf } from './examination.ts';
import { isRedHatRegistry } from './public-hosts.ts';

export interface SubjectDeps {
  readonly host: Host;
  readonly index: CredentialIndex;
  readonly keeping: Keeping;
  readonly explain: (reference: string, signal: AbortSignal) => Promise<Explanation>;
}

type Parsed = Extract<ParsedRegistry, { ok: true }>;
type Undecided = Omit<Case, 'withAllowList'>;

/**
 * The registries that a subject is about, and whom each is asked as.
 *
 * @throws REGISTRY_INVALID, CREDENTIAL_UNKNOWN, FILE_MALFORMED for a pull secret that is none, INDEX_UNREADABLE,
 *   CANCELLED
 */
export async function casesOf(
  subject: Exclude<Subject, { kind: 'pull-secret-file' }>,
  run: Run,
  deps: SubjectDeps,
): Promise<Case[]> {
  const cases =
    subject.kind === 'pull-secret'
      ? casesOfPullSecret(subject.text)
      : await casesOfReferences(subject, run, deps);
  const named = new Map(cases.map((each) => [nameOf(each), each]));
  const withList = [...named.values()].find(({ registry }) => isRedHatRegistry(registry));
  return [...named.values()].map((each) => ({ ...each, withAllowList: each === withList }));
}

/**
 * The same case once more: files, helpers and the store may say something else by now. The entry of a pull
 * secret stays what it was.
 *
 * @throws CANCELLED, INDEX_UNREADABLE
 */
export async function caseAgain(about: Case, run: Run, deps: SubjectDeps): Promise<Case> {
  const parsed = parseRegistry(nameOf(about));
  if (!parsed.ok || about.asking?.source === 'pull-secret') return { ...about, explanation: null };
  const meta = about.asking?.meta ?? newestFor(parsed, deps.index.list());
  return { ...about, ...(await askingFor(parsed, meta, run, deps)) };
}

function casesOfPullSecret(text: string): Undecided[] {
  const { entries } = readPullSecret(Buffer.from(text, 'utf8'));
  return entries.flatMap(({ key, username, secret }) => {
    const scope = scopeOfKey(key, 'containers-auth');
    const registry = hostOfKey(key, 'containers-auth') ?? (scope && parseScope(scope)?.registry);
    if (!registry || registry === TELEMETRY_HOST) return [];
    const asking =
      username === null || secret === null
        ? null
        : { username, secret, kind: null, source: 'pull-secret', meta: null };
    const about = { registry, repository: null, reference: null, plainHttp: false };
    return [{ ...about, asking, explanation: null }];
  });
}

async function casesOfReferences(
  { references, credentialId }: Extract<Subject, { kind: 'references' }>,
  run: Run,
  deps: SubjectDeps,
): Promise<Undecided[]> {
  const { index } = deps;
  const chosen = credentialId === null ? null : index.find(credentialId);
  if (credentialId !== null && chosen === null) throw new Failure('CREDENTIAL_UNKNOWN');
  const parsed = references.map((text) => {
    const registry = parseRegistry(text);
    if (!registry.ok) throw new Failure('REGISTRY_INVALID', { reason: registry.reason });
    return registry;
  });
  const stored = index.list();
  return Promise.all(
    parsed.map(async (each) => {
      const { registry, repository, reference, scheme } = each;
      const own = chosen?.registry === registry ? chosen : newestFor(each, stored);
      const who = await askingFor(each, own, run, deps);
      // In clear goes a login of which the user said so. `http://` in a text takes nobody's secret off TLS.
      const plainHttp =
        who.asking === null
          ? scheme === 'http' || stored.some((meta) => meta.registry === registry && meta.plainHttp)
          : (own?.plainHttp ??
            (isMarkedPlainHttp(stored, { registry, username: who.asking.username }) ||
              (scheme === 'http' && loopbackOf(registry) !== null)));
      return { registry, repository, reference, plainHttp, ...who };
    }),
  );
}

/** The credential that serves the image best, and of several the one that was changed last. */
function newestFor(parsed: Parsed, stored: readonly CredentialMeta[]): CredentialMeta | null {
  for (const scope of scopesServing(nameOf({ ...parsed, reference: null }))) {
    const fitting = stored
      .filter((meta) => scopeOf(meta) === scope)
      .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    if (fitting[0] !== undefined) return fitting[0];
  }
  return null;
}

async function askingFor(
  { registry, repository }: Parsed,
  meta: CredentialMeta | null,
  run: Run,
  deps: SubjectDeps,
): Promise<Pick<Case, 'asking' | 'explanation'>> {
  // No credential is sent where nobody logs in.
  if (knownRegistry(registry)?.accepts.length === 0) return { asking: null, explanation: null };
  if (meta === null) {
    const text = repository === null ? registry : `${registry}/${repository}`;
    const explanation = await deps.explain(text, run.signal);
    return { asking: await askingOfTools(explanation, run.signal, deps.host), explanation };
  }
  const { username, kind } = meta;
  const secret = await deps.keeping.read(run, meta.id).catch((error: unknown) => {
    if (error instanceof Failure && error.code !== 'CANCELLED') return null;
    throw error;
  });
  return { asking: { username, kind, source: 'vault', meta, secret }, explanation: null };
}

/** Whom podman would ask as, or else docker. Null where neither finds anybody, or what they find is no password. */
async function askingOfTools(
  { resolutions }: Explanation,
  signal: AbortSignal,
  host: Host,
): Promise<Asking | null> {
  for (const consumer of ['podman', 'docker'] as const) {
    const found = resolutions.find((each) => each.consumer === consumer);
    const winner = found?.winner;
    const step = winner && found.steps[winner.step];
    if (!winner?.hasSecret || winner.identityToken || !step || step.kind !== 'file') continue;
    const login = await readFound(step, winner.key, host, signal);
    if (login === null) continue;
    const source = step.helper ?? step.source;
    return { ...login, kind: null, source, meta: null };
  }
  return null;
}

async function readFound(
  { source: path, origin, helper }: Explanation['resolutions'][number]['steps'][number],
  key: string,
  host: Host,
  signal: AbortSignal,
): Promise<Pick<Asking, 'username' | 'secret'> | null> {
  const helpers = (suffix: string) => createHelperClient(suffix, host);
  const isDocker = origin === 'DOCKER_CONFIG' || origin === 'docker-home';
  const format = isDocker ? 'docker-config' : 'containers-auth';
  try {
    if (helper !== null) {
      const held = await helpers(helper).get(key, { signal });
      return held === null ? null : { username: held.username, secret: held.secret };
    }
    const { username, secret } = await readLogin({ path, format }, key, helpers, signal);
    return { username, secret };
  } catch (error) {
    // What stops a tool is told by the probe of the configuration.
    if (error instanceof Failure && error.code !== 'CANCELLED') return null;
    throw error;
  }
}
