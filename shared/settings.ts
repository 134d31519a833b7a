import { z } from 'zod';
import { type ProxySettings, proxySettings } from './proxy.ts';
import { type RedHatSettings, redHatSettings } from './red-hat-settings.ts';

export const LANGUAGES = ['en', 'zh-CN', 'ja'] as const;
export const language = z.enum(LANGUAGES);
export type Language = z.infer<typeof language>;

export const AUTO_LOCK_MINUTES = [0, 5, 15, 60] as const;

/** What the user may change. `system` follows the desktop. */
export const settings = z.strictObject({
  language: z.union([language, z.literal('system')]),
  theme: z.enum(['light', 'dark', 'system']),
  /** Which store the user chose for the secrets. */
  vaultBackend: z.enum(['keychain', 'age-file', 'memory']),
  /** Minutes without the user until the vault file is locked; 0 for never. */
  autoLockMinutes: z.literal(AUTO_LOCK_MINUTES),
  /** Whether the vault file is locked with the screen, and when the machine is suspended. */
  lockWithScreen: z.boolean(),
  /** Whether closing the window leaves the app in the tray, where there is one. */
  closeToTray: z.boolean(),
  /** Whether the session starts the app, without its window. */
  startWithSession: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

/** Some of the settings; what is not given stays as it is. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export const DEFAULT_SETTINGS: Settings = {
  language: 'system',
  theme: 'system',
  vaultBackend: 'keychain',
  autoLockMinutes: 15,
  lockWithScreen: true,
  closeToTray: true,
  startWithSession: false,
};

/** How the app reaches others, where an administrator has set it; what is left out of one is as at first. */
export const managedConnections = z.strictObject({
  proxy: proxySettings.partial().optional(),
  redHat: redHatSettings.partial().optional(),
});

/** The same, whole. */
export interface ManagedConnections {
  readonly proxy?: ProxySettings;
  readonly redHat?: RedHatSettings;
}

/** What an administrator has set for every user of the machine. */
export const managedSettings = z.strictObject({
  /** The settings that cannot be changed here. */
  names: z.array(z.union([settings.keyof(), managedConnections.keyof()])),
  /** The administrator's file. */
  path: z.string().max(4096),
  /** Why the file, or a part of it, does not count. */
  problem: z.enum(['owner', 'mode', 'malformed', 'unknown-setting']).nullable(),
});
export type ManagedSettings = z.infer<typeof managedSettings>;
