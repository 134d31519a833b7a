import { readFileSync, statSync } from 'node:fs';
import { DEFAULT_PROXY, proxySettings } from '../../shared/proxy.ts';
import { DEFAULT_RED_HAT, redHatSettings } from '../../shared/red-hat-settings.ts';
import {
  type ManagedConnections,
  type ManagedSettings,
  managedConnections,
  type SettingsChange,
  settings,
} from '../../shared/settings.ts';

/** Where an administrator sets what users of the machine cannot change. */
export const MANAGED_SETTINGS = '/etc/pullkeeper/settings.json';

export interface Managed {
  readonly values: SettingsChange;
  readonly connections: ManagedConnections;
  readonly problem: ManagedSettings['problem'];
}

const NONE: Managed = { values: {}, connections: {}, problem: null };
const OTHERS_WRITE = 0o022;

/**
 * Reads `{"theme": "dark", ..., "proxy": {...}, "redHat": {...}}`, the names being those of the settings. The file counts when root owns it
 * and nobody else can write to it.
 *
 * @param owner whom the file has to belong to
 */
export function readManagedSettings(path = MANAGED_SETTINGS, owner = 0): Managed {
  let text: string;
  try {
    const { uid, mode } = statSync(path);
    if (uid !== owner) return { ...NONE, problem: 'owner' };
    if ((mode & OTHERS_WRITE) !== 0) return { ...NONE, problem: 'mode' };
    text = readFileSync(path, 'utf8');
  } catch {
    return NONE;
  }
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new SyntaxError();
    const among = (shape: object) =>
      Object.fromEntries(Object.entries(raw).filter(([name]) => name in shape));
    const known = { ...settings.shape, ...managedConnections.shape };
    const isWhole = Object.keys(raw).every((name) => name in known);
    const { proxy, redHat } = managedConnections.parse(among(managedConnections.shape));
    return {
      values: settings.partial().parse(among(settings.shape)),
      connections: {
        ...(proxy && { proxy: proxySettings.parse({ ...DEFAULT_PROXY, ...proxy }) }),
        ...(redHat && { redHat: redHatSettings.parse({ ...DEFAULT_RED_HAT, ...redHat }) }),
      },
      problem: isWhole ? null : 'unknown-setting',
    };
  } catch {
    return { ...NONE, problem: 'malformed' };
  }
}
