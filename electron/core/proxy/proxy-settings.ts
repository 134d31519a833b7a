import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_PROXY, type ProxySettings, proxySettings } from '../../../shared/proxy.ts';
import { Failure } from '../failure.ts';
import { type KeptStorage, unreadable } from '../storage.ts';

/** How the app's own requests leave this machine, as the user set it. */
export interface ProxySettingsStore {
  /** @throws PROXY_UNREADABLE for a damaged document: going another way than the user said is no answer */
  get(): ProxySettings;
  /** What cannot be read is set aside for it. @throws SETTING_MANAGED for others than an administrator's */
  set(settings: ProxySettings): void;
  /** Whether an administrator has set them. */
  readonly isManaged: boolean;
}

export function createProxySettings(
  storage: KeptStorage,
  managed: ProxySettings | undefined,
): ProxySettingsStore {
  const get = (): ProxySettings => {
    if (managed !== undefined) return managed;
    const stored = storage.read();
    if (stored === undefined) return DEFAULT_PROXY;
    const parsed = proxySettings.safeParse(stored);
    if (!parsed.success) throw unreadable('proxy', { reason: 'not settings of a proxy' });
    return parsed.data;
  };
  return {
    isManaged: managed !== undefined,
    get,
    set(settings) {
      if (managed !== undefined) {
        if (isDeepStrictEqual(settings, managed)) return;
        throw new Failure('SETTING_MANAGED', { field: 'proxy' });
      }
      try {
        get();
      } catch {
        storage.setAside();
      }
      storage.write(settings);
    },
  };
}
