import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsChange,
  settings,
} from '../../shared/settings.ts';
import { Failure } from '../core/failure.ts';
import type { Log } from '../core/log.ts';
import type { JsonStore } from './stores.ts';

/** The user's settings, kept in one document. */
export interface SettingsStore {
  get(): Settings;
  /** Changes what is given and keeps the rest. @throws SETTING_MANAGED */
  set(change: SettingsChange): Settings;
  /** @throws SETTING_MANAGED where an administrator has set one of them otherwise */
  expectFree(change: SettingsChange): void;
}

/**
 * @param managed what an administrator set: it counts, whatever the user's own document says
 * @param onChange hears the settings after every change
 */
export function createSettingsStore(
  store: JsonStore,
  log: Pick<Log, 'error'>,
  managed: SettingsChange,
  onChange: (next: Settings) => void,
): SettingsStore {
  let raw = readRecord();

  /** A damaged file means defaults, never a failed start; it is kept beside the new one. */
  function readRecord(): Record<string, unknown> {
    try {
      return asRecord(store.read());
    } catch (error) {
      log.error('settings.unreadable', { error });
      return {};
    }
  }

  function write(next: Record<string, unknown>): void {
    try {
      store.write(next);
    } catch (error) {
      log.error('settings.set-aside', { error });
      store.setAside();
      store.write(next);
    }
  }

  return {
    expectFree(change) {
      const known: Readonly<Record<string, unknown>> = managed;
      const locked = Object.entries(change).find(
        ([name, value]) => name in known && known[name] !== value,
      );
      if (locked !== undefined) throw new Failure('SETTING_MANAGED', { field: locked[0] });
    },
    get: () => validated({ ...raw, ...managed }),
    set(change) {
      const locked = Object.keys(change).find((name) => name in managed);
      if (locked !== undefined) throw new Failure('SETTING_MANAGED', { field: locked });
      const next = { ...raw };
      for (const [key, value] of Object.entries(change)) if (value !== undefined) next[key] = value;
      write(next);
      raw = next;
      const result = validated({ ...raw, ...managed });
      onChange(result);
      return result;
    },
  };
}

/** Field by field: what a newer version wrote, or a hand edit broke, costs that field alone. */
function validated(raw: Record<string, unknown>): Settings {
  const kept = Object.entries(settings.shape).filter(
    ([name, each]) => each.safeParse(raw[name]).success,
  );
  return settings.parse({
    ...DEFAULT_SETTINGS,
    ...Object.fromEntries(kept.map(([name]) => [name, raw[name]])),
  });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
