import type { FixPlan, FixWarning } from '../../../shared/doctor.ts';
import { authKeyFor, registryOfKey } from '../../../shared/registry.ts';
import type { PlannedChange, PlannedTarget } from '../../../shared/target.ts';
import type { AuthDocument } from '../authfile/codec.ts';
import type { Location } from '../authfile/locations.ts';
import { shownKey, shownName } from '../targets/shown.ts';
import type { Targets } from '../targets/targets.ts';
import type { Diagnosis, Fix } from './diagnosis.ts';
import { look } from './look.ts';

/** More than this is not shown, and not done. */
export const CHANGES_MAX = 1000;

type Parts = Omit<FixPlan, 'finding'>;

const NOTHING: Parts = {
  plan: null,
  modes: [],
  removes: null,
  dropped: [],
  fetchable: [],
  script: null,
  warnings: [],
};

/**
 * What a fix would do now.
 * @param fetch whether logins that a helper still holds are written into the file before it is dropped
 * @throws what asking a helper throws
 */
export async function planFix(
  diagnosis: Diagnosis,
  fetch: boolean,
  targets: Pick<Targets, 'plan'>,
  signal: AbortSignal,
): Promise<FixPlan> {
  const { fix, finding, location } = diagnosis;
  const parts = fix === null ? NOTHING : await partsOf(fix, location, finding, fetch);
  return { finding, ...parts };

  async function partsOf(
    fix: Fix,
    location: Location,
    { path }: { path: string },
    fetch: boolean,
  ): Promise<Parts> {
    switch (fix.kind) {
      case 'remove-entries':
      case 'rename-key':
        return {
          ...NOTHING,
          plan: { targets: [await planned(location, fix.changes)] },
          warnings: [...fix.warnings],
        };
      case 'move-to-auth-file': {
        const common = { via: 'file', helper: null } as const;
        const username = shownName(fix.username);
        const added = { ...common, key: shownKey(fix.to), action: 'add' } as const;
        const gone = { ...common, key: shownKey(fix.from), action: 'remove' } as const;
        const into = await planned(fix.into, [
          { ...added, usernameBefore: null, usernameAfter: username },
        ]);
        const from = await planned(location, [
          { ...gone, usernameBefore: username, usernameAfter: null },
        ]);
        return { ...NOTHING, plan: { targets: [into, from] } };
      }
      case 'move-into-helper': {
        const { registry, username, secret } = fix;
        const change = { do: 'set', registry, username, secret } as const;
        const plan = await targets.plan([location], [change], signal);
        const [target] = plan.targets;
        if (target !== undefined && !target.changes.some(isRemovalOf(fix.key))) {
          target.changes.push(removalOf(fix.key, fix.username));
          target.untouched = Math.max(0, target.untouched - 1);
        }
        return { ...NOTHING, plan, warnings: [...fix.warnings] };
      }
      case 'drop-helper':
        return dropParts(fix, location, fetch);
      case 'tighten-mode':
        return { ...NOTHING, modes: [fix.change] };
      case 'remove-file':
        return { ...NOTHING, removes: path };
      case 'script':
        return { ...NOTHING, script: fix.text };
    }
  }
}

async function dropParts(
  fix: Extract<Fix, { kind: 'drop-helper' }>,
  location: Location,
  fetch: boolean,
): Promise<Parts> {
  const { document } = await look(location);
  const fetchable = document === null ? [] : fetchableOf(fix, document);
  const fetched = fetch ? fetchable : [];
  const kept = new Set(fetched.map(({ server }) => server));
  const lost = fix.warnings.filter(
    ({ code, key }) => code !== 'login-lost' || !kept.has(key ?? ''),
  );
  const readable = fetched.map(
    ({ key, username }): FixWarning => ({ code: 'plaintext-in-file', key, username }),
  );
  const changes = fetched.map(
    ({ key, username }): PlannedChange => ({
      key,
      action: 'add',
      usernameBefore: null,
      usernameAfter: username,
      via: 'file',
      helper: null,
    }),
  );
  return {
    ...NOTHING,
    plan: { targets: [await planned(location, changes)] },
    dropped: fix.hosts
      .slice(0, CHANGES_MAX)
      .map((host) => ({ helper: fix.helper.slice(0, 255), host: host && shownKey(host) })),
    fetchable: fetchable.map(({ key, username }) => ({ key, username })),
    warnings: [...lost, ...readable].slice(0, CHANGES_MAX),
  };
}

/** A login of a helper, and the key under which the file would keep it. */
export interface Fetchable {
  readonly server: string;
  readonly key: string;
  readonly username: string;
}

/** The logins of a helper that the file can hold in its place: passwords of whole registries. */
export function fetchableOf(
  { hosts, servers }: Extract<Fix, { kind: 'drop-helper' }>,
  document: Pick<AuthDocument, 'format' | 'entries'>,
): Fetchable[] {
  const taken = new Set(
    document.entries.filter(({ problem }) => problem !== 'empty').map(({ key }) => key),
  );
  const found = new Map<string, Fetchable>();
  for (const [server, username] of servers ?? []) {
    const registry = registryOfKey(server);
    if (registry === null || username === '<token>' || username === '') continue;
    if (!hosts.includes(null) && !hosts.includes(server)) continue;
    const key = authKeyFor(registry, document.format);
    // Docker Hub's access and refresh tokens are kept under longer names of the same host.
    if (![key, registry, `https://${registry}`, `http://${registry}`].includes(server)) continue;
    if (!taken.has(key) && !found.has(key) && found.size < CHANGES_MAX)
      found.set(key, { server, key, username });
  }
  return [...found.values()];
}

async function planned(
  location: Location,
  changes: readonly PlannedChange[],
): Promise<PlannedTarget> {
  const { file, document } = await look(location);
  const touched = new Set(changes.map(({ key }) => key));
  const entries = document?.entries ?? [];
  return {
    targetId: location.id,
    format: location.format,
    path: location.path,
    exists: file !== null,
    changes: [...changes],
    untouched: entries.filter(({ key }) => !touched.has(shownKey(key))).length,
    problem: null,
  };
}

function isRemovalOf(key: string) {
  return (change: PlannedChange) => change.via === 'file' && change.key === shownKey(key);
}

function removalOf(key: string, username: string): PlannedChange {
  return {
    key: shownKey(key),
    action: 'remove',
    usernameBefore: shownName(username),
    usernameAfter: null,
    via: 'file',
    helper: null,
  };
}
