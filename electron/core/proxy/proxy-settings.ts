import { DEFAULT_PROXY, type ProxySettings, proxySettings } from '../../../shared/proxy.ts';
import { type KeptStorage, unreadable } from '../storage.ts';

/** How the app's own requests leave this machine, as the user set it. */
export interface ProxySettingsStore {
  /** @throws PROXY_UNREADABLE for a damaged document: going another way than the user said is no answer */
  get(): ProxySettings;
  /** What cannot be read is set aside for it. */
  set(settings: ProxySettings): void;
}

export function createProxySettings(storage: KeptStorage): ProxySettingsStore {
  const get = (): ProxySettings => {
    const stored = storage.read();
    if (stored === undefined) return DEFAULT_PROXY;
    const parsed = proxySettings.safeParse(stored);
    if (!parsed.success) throw unreadable('proxy', { reason: 'not settings of a proxy' });
    return parsed.data;
  };
  return {
    get,
    set: (settings) => {
      try {
        get();
      } catch {
        storage.setAside();
      }
      storage.write(settings);
    },
  };
}
