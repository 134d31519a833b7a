/** In the place of `electron/core/vault/passphrase-cost.ts`. */
export const WORK_FACTOR = 10;
