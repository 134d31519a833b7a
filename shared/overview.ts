import { z } from 'zod';
import { credentialId, verdict } from './credential.ts';
import { PAGE_ROWS } from './list-limits.ts';
import { entryState, targetId, targetPlace } from './target.ts';

/** How a registry stands in a target. `none`: nobody is logged in there, and nobody is meant to be. */
export const cellState = z.enum([...entryState.options, 'none']);
export type CellState = z.infer<typeof cellState>;

/** A registry or a namespace in one target. */
export const overviewCell = z.strictObject({
  targetId,
  state: cellState,
  /** Whom a tool would find there, where that is known. */
  username: z.string().max(512).nullable(),
  /** The stored credential that the state is about; null where it is about nobody's or another tool's. */
  credentialId: credentialId.nullable(),
});
export type OverviewCell = z.infer<typeof overviewCell>;

/** A registry or a namespace of one, in every target that is shown. */
export const overviewRow = z.strictObject({
  /** See `AuthScope`. */
  scope: z.string().min(1).max(1024),
  /** How many stored credentials are for it. */
  accounts: z.number().int().min(0),
  /** The stored one that is in use, else the one that was saved last; null where none is stored. */
  account: z
    .strictObject({
      credentialId,
      username: z.string().max(512),
      check: z.strictObject({ verdict, at: z.iso.datetime() }).nullable(),
    })
    .nullable(),
  /** One for each target, in their order. */
  cells: z.array(overviewCell).max(64),
  needsAttention: z.boolean(),
});
export type OverviewRow = z.infer<typeof overviewRow>;

/** What of the grid is looked at. */
export const overviewQuery = z.strictObject({
  /** Each word is somewhere in the scope or a user of it. */
  text: z.string().max(500),
  /** `attention`: something is missing, differs, is shadowed or unreadable, or the last check failed. */
  show: z.enum(['all', 'attention']),
});
export type OverviewQuery = z.infer<typeof overviewQuery>;

/** Some rows of the grid, from `from` on, and what the whole of it comes to. */
export const overviewPage = z.strictObject({
  /** The columns: targets that exist, are written by default, or have or miss a login. */
  targets: z.array(targetPlace).max(64),
  registries: z.number().int().min(0),
  /** Of them, those where some tool finds a login. */
  loggedIn: z.number().int().min(0),
  attention: z.number().int().min(0),
  /** Entries of other tools that no credential is stored for. */
  foreign: z.number().int().min(0),
  matching: z.number().int().min(0),
  from: z.number().int().min(0),
  rows: z.array(overviewRow).max(PAGE_ROWS),
});
export type OverviewPage = z.infer<typeof overviewPage>;
