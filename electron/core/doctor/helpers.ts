import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FixWarning } from '../../../shared/doctor.ts';
import type { AuthDocument } from '../authfile/codec.ts';
import type { Location } from '../authfile/locations.ts';
import type { Host } from '../host.ts';
import { shownKey, shownName } from '../targets/shown.ts';
import { type Diagnosis, diagnose, type Fix, type Observed } from './diagnosis.ts';
import type { HelperHealth } from './helper-health.ts';

/** A helper that a file names. */
export interface NamedHelper {
  readonly suffix: string;
  /** The hosts of `credHelpers` that it is there for; null stands for `credsStore`. */
  readonly hosts: readonly (string | null)[];
}

/** Every helper that a file names, once. */
export function helpersOf(document: AuthDocument): NamedHelper[] {
  const bySuffix = new Map<string, (string | null)[]>();
  const add = (suffix: string, host: string | null) => {
    if (suffix !== '') bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), host]);
  };
  if (document.credsStore !== null) add(document.credsStore, null);
  for (const [host, suffix] of document.credHelpers) add(suffix, host);
  return [...bySuffix].map(([suffix, hosts]) => ({ suffix, hosts }));
}

/** A server that a helper should have an answer for, where the file tells. */
export function serverOf(document: AuthDocument, { hosts }: NamedHelper): string | null {
  return hosts.find((host) => host !== null) ?? document.entries[0]?.key ?? null;
}

/** Helpers that only work on the other platforms, or come and go with a program. */
const FOREIGN: Readonly<Record<Host['platform'], readonly string[]>> = {
  linux: ['desktop', 'osxkeychain', 'wincred', 'desktop.exe', 'wincred.exe'],
  darwin: ['desktop', 'wincred', 'secretservice'],
  win32: ['desktop', 'osxkeychain', 'secretservice', 'pass'],
};

/** What is wrong with a helper that a file names. */
export async function diagnoseHelper(
  location: Location,
  document: AuthDocument,
  named: NamedHelper,
  health: HelperHealth,
  host: Host,
): Promise<Diagnosis | null> {
  const { suffix } = named;
  const isForeign = FOREIGN[host.platform].includes(suffix);
  const observed = async (): Promise<Pick<Observed, 'code' | 'severity' | 'evidence'> | null> => {
    const helper = { helper: suffix };
    switch (health.state) {
      case 'not-asked':
        return null;
      case 'works': {
        if (suffix !== 'desktop' || (await isDockerDesktopThere(host))) return null;
        const evidence = { ...helper, reason: 'program-gone' };
        return { code: 'helper-of-another-program', severity: 'notice', evidence };
      }
      case 'missing': {
        const gone = health.link !== null;
        const code = gone || isForeign ? 'helper-of-another-program' : 'helper-missing';
        const evidence = gone ? { ...helper, path: health.link, reason: 'program-gone' } : helper;
        return { code, severity: 'error', evidence };
      }
      case 'failing': {
        const code = isForeign ? 'helper-of-another-program' : 'helper-failing';
        return { code, severity: 'error', evidence: { ...helper, reason: health.reason } };
      }
      case 'hanging': {
        const evidence = { ...helper, limitMs: health.limitMs };
        return { code: 'helper-hanging', severity: 'error', evidence };
      }
    }
  };
  const seen = await observed();
  if (seen === null) return null;
  return diagnose(location, { ...seen, fix: dropping(document, named, health) });
}

function dropping(document: AuthDocument, named: NamedHelper, health: HelperHealth): Fix {
  const servers = health.state === 'works' ? health.servers : null;
  const lost = (key: string, username: string | null): FixWarning => ({
    code: 'login-lost',
    key: shownKey(key),
    username: shownName(username),
  });
  // docker leaves an empty entry in the file for what a helper holds.
  const placeholders = named.hosts.includes(null)
    ? document.entries.filter(({ problem }) => problem === 'empty').map(({ key }) => key)
    : [];
  const hosts = named.hosts.filter((host) => host !== null);
  const warnings =
    servers === null
      ? [
          { code: 'helper-silent', key: null, username: null } as const,
          ...[...new Set([...hosts, ...placeholders])].map((key) => lost(key, null)),
        ]
      : [...held(named, servers)].map(([server, username]) => lost(server, username));
  return { kind: 'drop-helper', helper: named.suffix, hosts: named.hosts, warnings, servers };
}

/** What this file's readers get from a helper. */
function held(
  { hosts }: NamedHelper,
  servers: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (hosts.includes(null)) return servers;
  return new Map([...servers].filter(([server]) => hosts.includes(server)));
}

async function isDockerDesktopThere({ platform, home }: Host): Promise<boolean> {
  // Elsewhere its helper is part of the application and goes with it.
  if (platform !== 'linux') return true;
  for (const path of ['/opt/docker-desktop', join(home, '.docker', 'desktop')]) {
    if ((await stat(path).catch(() => null)) !== null) return true;
  }
  return false;
}

/** The helper that docker takes by itself for a file that names none and holds nothing. */
export function chosenByDocker(
  document: AuthDocument | null,
  host: Host,
  hasPass: boolean,
): string | null {
  if (document !== null) {
    const { entries, credHelpers, credsStore } = document;
    if (entries.length > 0 || credHelpers.size > 0 || credsStore !== null) return null;
  }
  if (host.platform === 'darwin') return 'osxkeychain';
  if (host.platform === 'win32') return 'wincred';
  return hasPass ? 'pass' : 'secretservice';
}

/** @see docker/cli cli/config/credentials/default_store.go */
export function diagnoseChosen(
  location: Location,
  suffix: string,
  health: HelperHealth,
): Diagnosis | null {
  // One that is not installed is not chosen.
  if (health.state !== 'failing' && health.state !== 'hanging') return null;
  const evidence =
    health.state === 'failing'
      ? { helper: suffix, reason: health.reason }
      : { helper: suffix, limitMs: health.limitMs };
  return diagnose(location, {
    code: 'helper-would-be-chosen',
    severity: 'warning',
    evidence,
    fix: null,
  });
}
