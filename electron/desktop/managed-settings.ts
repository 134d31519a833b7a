import { readFileSync, statSync } from 'node:fs';
import { type ManagedSettings, type SettingsChange, settings } from '../../shared/settings.ts';

/** Where an administrator sets what users of the machine cannot change. */
export const MANAGED_SETTINGS = '/etc/pullkeeper/settings.json';

export interface Managed {
  readonly values: SettingsChange;
  readonly problem: ManagedSettings['problem'];
}

const NONE: Managed = { values: {}, problem: null };
const OTHERS_WRITE = 0o022;

/**
 * Reads `{"theme": "dark", ...}`, the names being those of the settings. The file counts when root owns it
 * and nobody else can write to it.
 *
 * @param owner whom the file has to belong to
 */
export function readManagedSettings(path = MANAGED_SETTINGS, owner = 0): Managed {
  let text: string;
  try {
    const { uid, mode } = statSync(path);
    if (uid !== owner) return { values: {}, problem: 'owner' };
    if ((mode & OTHERS_WRITE) !== 0) return { values: {}, problem: 'mode' };
    text = readFileSync(path, 'utf8');
  } catch {
    return NONE;
  }
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new SyntaxError();
    const known = Object.entries(raw).filter(([name]) => name in settings.shape);
    const values = settings.partial().parse(Object.fromEntries(known));
    const isWhole = known.length === Object.keys(raw).length;
    return { values, problem: isWhole ? null : 'unknown-setting' };
  } catch {
    return { values: {}, problem: 'malformed' };
  }
}
