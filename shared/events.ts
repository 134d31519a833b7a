import { z } from 'zod';
import type { EventName } from './channels.ts';
import { runEvent } from './run.ts';
import { settings } from './settings.ts';
import { vaultStatus } from './vault.ts';
import { MENU_ITEMS } from './views.ts';

/** An item of the application menu that leads somewhere in the page. */
export const menuItem = z.enum(MENU_ITEMS);
export type MenuItem = z.infer<typeof menuItem>;

/** Every event that main sends: name -> payload. */
export const EVENTS = {
  run: runEvent,
  /** The index or a watched file changed: read the list again. */
  'credentials.changed': z.strictObject({}),
  'targets.changed': z.strictObject({}),
  'settings.changed': settings,
  'vault.changed': vaultStatus,
  /** A change was recorded; `lost` counts those that could not be and cannot be undone. */
  'history.changed': z.strictObject({ lost: z.number().int().min(0) }),
  'drift.changed': z.strictObject({}),
  /** What waited in main for the user's decision was dropped: its time was over, or the secrets were locked. */
  'drafts.expired': z.strictObject({ draftId: z.uuid() }),
  /** What became of the logins that a new session did not have yet; `waiting`: until the store is unlocked. */
  'session.put-back': z.strictObject({
    done: z.number().int().min(0),
    waiting: z.number().int().min(0),
    failed: z.number().int().min(0),
  }),
  /** The user chose an item of the application menu that the page answers. */
  'menu.chosen': z.strictObject({ item: menuItem }),
} as const satisfies Record<EventName, z.ZodType>;

export type EventPayload<N extends EventName> = z.infer<(typeof EVENTS)[N]>;
