import { join } from 'node:path';
import type { EventName } from '../../shared/channels.ts';
import type { EventPayload } from '../../shared/events.ts';
import type { ManagedConnections, Settings } from '../../shared/settings.ts';
import type { VaultStatus } from '../../shared/vault.ts';
import { AuditLog } from './audit/audit-log.ts';
import type { DesktopSide } from './desktop-side.ts';
import { Drift } from './drift/drift.ts';
import type { History } from './history/history.ts';
import { openHistory } from './history/open-history.ts';
import type { Host } from './host.ts';
import { Keeping } from './keeping.ts';
import type { Log } from './log.ts';
import { createProxyPassword, type ProxyPassword } from './proxy/password.ts';
import { createProxySettings, type ProxySettingsStore } from './proxy/proxy-settings.ts';
import type { RouteFor } from './proxy/route.ts';
import { RealmConsents } from './realm-consents.ts';
import { Runs } from './runs.ts';
import type { KeptStorage, StoreName } from './storage.ts';
import { Learning } from './targets/learning.ts';
import { OwnFiles } from './targets/own-files.ts';
import { Targets } from './targets/targets.ts';
import { type AgeFileVault, createAgeFileVault } from './vault/age-file.ts';
import { type Custody, createCustody } from './vault/custody.ts';
import { CredentialIndex, type VaultBackend } from './vault/index.ts';
import type { KeychainOptions } from './vault/keychain.ts';
import { createPassphraseCrypt } from './vault/passphrase.ts';
import { Presence } from './vault/presence.ts';
import type { Vault } from './vault/vault.ts';

/** Sends an event to whoever shows it. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

/** What a store of secrets is given to remember itself by and to tell its state with. */
export type VaultContext = Required<Pick<KeychainOptions, 'identity' | 'onStatus'>>;

/** What the product is built from. */
export interface CoreOptions {
  readonly host: Host;
  /** Makes a store of that kind; called at most once for each. */
  readonly openVault: (
    backend: Exclude<Settings['vaultBackend'], 'age-file'>,
    context: VaultContext,
  ) => Vault;
  /** The store that the user chose last. `vault.choose` changes it; remembering it is the caller's. */
  readonly vaultBackend: Settings['vaultBackend'];
  /** Opens a document; called at most once for each. */
  readonly storage: (name: StoreName) => KeptStorage;
  /** Where the app's data is; absolute. */
  readonly dataDirectory: string;
  /** Absolute path of the passphrase worker's bundle. */
  readonly passphraseWorker: string;
  /** Absolute path of the import worker's bundle. */
  readonly importWorker: string;
  /** The connections that an administrator has set. */
  readonly managed?: ManagedConnections;
  readonly desktop: DesktopSide;
  readonly log: Log;
  readonly emit: Emit;
}

/** What the calls are answered with: one of each for the life of the product. */
export interface Services {
  readonly host: Host;
  readonly log: Log;
  readonly desktop: DesktopSide;
  readonly emit: Emit;
  /** The same document each time for the same name. */
  readonly storage: CoreOptions['storage'];
  readonly importWorker: CoreOptions['importWorker'];
  readonly index: CredentialIndex;
  readonly custody: Custody;
  readonly runs: Runs;
  readonly consents: RealmConsents;
  readonly proxySettings: ProxySettingsStore;
  readonly proxyPassword: ProxyPassword;
  /** The way of each request of the app, by the user's settings. */
  readonly route: RouteFor;
  readonly history: History;
  readonly audit: AuditLog;
  readonly targets: Targets;
  readonly drift: Drift;
  readonly learning: Learning;
  readonly keeping: Keeping;
  /** The index or a target is not what it was. */
  readonly changed: () => void;
  /** Does what nobody waits for; what it fails with is logged. */
  readonly attempt: (what: string, work: () => Promise<unknown>) => Promise<void>;
  /** The same store each time for the same backend. */
  readonly vaultOf: (backend: VaultBackend) => Vault;
  readonly ageFile: () => AgeFileVault;
  /** Whether the user has just shown to be the user. */
  readonly presence: Presence;
  /** Ends every store that was opened. */
  readonly closeVaults: () => void;
}

/** Builds the services. Nothing is read or started yet. */
export function createServices(options: CoreOptions): Services {
  const { host, log, emit } = options;
  const opened = new Map<StoreName, KeptStorage>();
  const storage = (name: StoreName): KeptStorage => {
    const document = opened.get(name) ?? options.storage(name);
    opened.set(name, document);
    return document;
  };
  const index = new CredentialIndex(storage('index'));
  // One that is only being set up is not the one that the app speaks of.
  const onStatus = (status: VaultStatus) => {
    if (status.backend === custody.chosen.backend) emit('vault.changed', status);
  };
  let file: AgeFileVault | null = null;
  const ageFile = () => {
    const { dataDirectory: directory, passphraseWorker } = options;
    file ??= createAgeFileVault({
      directory,
      crypt: createPassphraseCrypt(passphraseWorker),
      onStatus,
    });
    return file;
  };
  const vaults = new Map<VaultBackend, Vault>();
  const vaultOf = (backend: VaultBackend): Vault => {
    const opened = vaults.get(backend);
    if (opened !== undefined) return opened;
    const vault =
      backend === 'age-file'
        ? ageFile()
        : options.openVault(backend, { identity: index.identity, onStatus });
    vaults.set(backend, vault);
    return vault;
  };
  const custody = createCustody({ index, vaultOf, backend: options.vaultBackend });

  const runs = new Runs((event) => emit('run', event));
  const consents = new RealmConsents(storage('realm-consents'), log);
  const proxySettings = createProxySettings(storage('proxy'), options.managed?.proxy);
  const proxyPassword = createProxyPassword(() => custody.chosen);
  const route: RouteFor = async (url) => {
    const { createRouter } = await import('./proxy/router.ts');
    const { resolveProxy: resolveSystem } = options.desktop;
    const { get: settings } = proxySettings;
    return createRouter({ host, settings, resolveSystem, password: proxyPassword.read })(url);
  };
  const history = openHistory({
    directory: join(options.dataDirectory, 'history'),
    vault: () => custody.chosen,
    log,
    changed: (lost) => emit('history.changed', { lost }),
  });
  const targets = new Targets({
    host,
    log,
    ownFiles: new OwnFiles(storage('own-files')),
    record: (change, cause) => history.record(change, cause),
  });
  const drift: Drift = new Drift({
    storage: storage('placements'),
    targets,
    credentials: () => index.list(),
    undecided: (ids) => learning.wish(ids),
    log,
    changed: () => emit('drift.changed', {}),
  });
  const changed = () => {
    emit('credentials.changed', {});
    emit('targets.changed', {});
    drift.wake();
  };
  const learning: Learning = new Learning(
    (id) => custody.read(id),
    (id, secret) => targets.learn(id, secret),
    changed,
    log,
  );
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      log.warn('core.not-done', { what, error });
    }
  };
  const keeping: Keeping = new Keeping({
    index,
    custody,
    vaultOf,
    targets,
    log,
    placed: (credentialIds, targetIds) => drift.place(credentialIds, targetIds),
    changed,
    opened: () => {
      void attempt('repair', () => keeping.repair());
      learning.retry();
    },
  });
  return {
    host,
    log,
    desktop: options.desktop,
    emit,
    storage,
    importWorker: options.importWorker,
    index,
    custody,
    runs,
    consents,
    proxySettings,
    proxyPassword,
    route,
    history,
    audit: new AuditLog({ directory: join(options.dataDirectory, 'audit'), log }),
    targets,
    drift,
    learning,
    keeping,
    changed,
    attempt,
    vaultOf,
    ageFile,
    presence: new Presence({
      vaultOf,
      ageFile,
      agree: options.desktop.agree,
      platform: host.platform,
    }),
    closeVaults: () => {
      for (const vault of vaults.values()) vault.close();
    },
  };
}
