import { DEFAULT_SETTINGS, type Settings, settings } from '../../shared/settings.ts';
import type { Log } from '../core/log.ts';
import type { JsonStore } from './stores.ts';

/** The user's settings, kept in one document. */
export interface SettingsStore {
  get(): Settings;
  /** Changes what is given and keeps the rest. */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings;
}

/**
 * @param onChange hears the settings after every change
 */
export function createSettingsStore(
  store: JsonStore,
  log: Pick<Log, 'error'>,
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
    get: () => validated(raw),
    set(change) {
      const next = { ...raw };
      for (const [key, value] of Object.entries(change)) if (value !== undefined) next[key] = value;
      write(next);
      raw = next;
      const result = validated(raw);
      onChange(result);
      return result;
    },
  };
}

/** Field by field: what a newer version wrote, or a hand edit broke, costs that field alone. */
function validated(raw: Record<string, unknown>): Settings {
  const { language, theme, vaultBackend } = settings.shape;
  return {
    language: language.catch(DEFAULT_SETTINGS.language).parse(raw.language),
    theme: theme.catch(DEFAULT_SETTINGS.theme).parse(raw.theme),
    vaultBackend: vaultBackend.catch(DEFAULT_SETTINGS.vaultBackend).parse(raw.vaultBackend),
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
