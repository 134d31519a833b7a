import { z } from 'zod';
import { checkResult } from '../credential.ts';
import { loginOutcome } from '../login.ts';
import { runId } from '../run.ts';
import {
  localAccount,
  remoteAccount,
  remotePage,
  rotation,
  rotationPlan,
  serviceAccountDescription,
  serviceAccountName,
} from '../service-account.ts';
import { appliedTarget } from '../target.ts';
import { type CallSchemas, nothing } from './part.ts';

const username = z.string().min(1).max(512);
const named = z.strictObject({ runId, name: serviceAccountName });
/** User and secret as the portal shows them: two lines, or its table. */
const text = z.string().min(1).max(65_536);
const alsoConnect = z.boolean();

/** An account that was created or fetched, checked, and waits for `login.plan` and `login.commit`. */
const fetched = z.strictObject({ username, login: loginOutcome });

export const calls = {
  'service-accounts.list': { input: nothing, output: z.array(localAccount).max(20_000) },
  /** Checks what was pasted as a login does; the draft waits for `login.plan` and `login.commit`. */
  'service-accounts.accept': {
    input: z.strictObject({ runId, text, alsoConnect, description: z.string().max(200) }),
    output: fetched,
  },
  /** The description that this machine keeps. */
  'service-accounts.describe': {
    input: z.strictObject({ username, description: z.string().max(200) }),
    output: nothing,
  },
  /** What a new secret would change here, and where the old one went. */
  'service-accounts.plan-rotation': {
    input: z.strictObject({ username }),
    output: rotationPlan,
  },
  /**
   * Begins a rotation, or goes on with the one that is under way. `text` has what the user brings from
   * the portal; null: the service is asked, or what is in the store already is used.
   */
  'service-accounts.rotate': {
    input: z.strictObject({ runId, username, text: text.nullable() }),
    output: z.strictObject({
      rotation,
      check: checkResult.nullable(),
      targets: z.array(appliedTarget).max(256),
    }),
  },
  /** Gives a rotation up; what the user brought and was not verified is dropped. */
  'service-accounts.abandon': { input: z.strictObject({ username }), output: nothing },

  'service-accounts.remote-list': {
    input: z.strictObject({ runId, offset: z.number().int().min(0).max(1_000_000) }),
    output: remotePage,
  },
  'service-accounts.remote-create': {
    input: z.strictObject({
      runId,
      name: serviceAccountName,
      description: serviceAccountDescription,
      alsoConnect,
    }),
    output: fetched,
  },
  /** Fetches an account's credential, checks it, and lets it wait as a login. */
  'service-accounts.remote-fetch': {
    input: named.extend({ alsoConnect }),
    output: fetched,
  },
  /** For an account that this machine has no credential of; `rotate` is for the others. */
  'service-accounts.remote-regenerate': {
    input: named.extend({ alsoConnect }),
    output: fetched,
  },
  'service-accounts.remote-view': { input: named, output: remoteAccount },
  'service-accounts.remote-describe': {
    input: named.extend({ description: serviceAccountDescription }),
    output: remoteAccount,
  },
  'service-accounts.remote-delete': { input: named, output: nothing },
} as const satisfies CallSchemas<'service-accounts'>;
