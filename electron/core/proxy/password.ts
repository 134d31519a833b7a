import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { Vault } from '../vault/vault.ts';

/** The item of the store that holds it; no credential has such an id. */
export const PROXY_PASSWORD = 'proxy-password';

/** The password of the proxy that the user entered, in the chosen store of the secrets. */
export interface ProxyPassword {
  /** @throws the store's codes */
  read(): Promise<Secret | null>;
  /** Null where the store cannot say. */
  exists(): Promise<boolean | null>;
  /** Null forgets it. @throws the store's codes */
  keep(password: Secret | null): Promise<void>;
}

export function createProxyPassword(vault: () => Vault): ProxyPassword {
  return {
    read: () => vault().get(PROXY_PASSWORD),
    async exists() {
      try {
        return (await vault().get(PROXY_PASSWORD)) !== null;
      } catch (error) {
        if (error instanceof Failure) return null;
        throw error;
      }
    },
    async keep(password) {
      if (password === null) await vault().delete(PROXY_PASSWORD);
      else await vault().set(PROXY_PASSWORD, password);
    },
  };
}
