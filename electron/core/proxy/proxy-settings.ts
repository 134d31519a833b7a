import { DEFAULT_PROXY, type ProxySettings, proxySettings } from '../../../shared/proxy.ts';
import { Failure } from '../failure.ts';
import type { Storage } from '../storage.ts';

/** How the app's own requests leave this machine, as the user set it. */
export interface ProxySettingsStore {
  /** @throws INDEX_UNREADABLE for a damaged document: going another way than the user said is no answer */
  get(): ProxySettings;
  set(settings: ProxySettings): void;
}

export function createProxySettings(storage: Storage): ProxySettingsStore {
  return {
    get() {
      const stored = storage.read();
      if (stored === undefined) return DEFAULT_PROXY;
      const parsed = proxySettings.safeParse(stored);
      if (!parsed.success) throw new Failure('INDEX_UNREADABLE', { reason: 'proxy' });
      return parsed.data;
    },
    set: (settings) => storage.write(settings),
  };
}
