import { z } from 'zod';

export const LANGUAGES = ['en', 'zh-CN', 'ja'] as const;
export const language = z.enum(LANGUAGES);
export type Language = z.infer<typeof language>;

/** What the user may change. `system` follows the desktop. */
export const settings = z.strictObject({
  language: z.union([language, z.literal('system')]),
  theme: z.enum(['light', 'dark', 'system']),
  /** Which store the user chose for the secrets. */
  vaultBackend: z.enum(['keychain', 'age-file', 'memory']),
});
export type Settings = z.infer<typeof settings>;

export const DEFAULT_SETTINGS: Settings = {
  language: 'system',
  theme: 'system',
  vaultBackend: 'keychain',
};
