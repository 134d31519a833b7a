import { z } from 'zod';
import { PULL_SECRET_BYTES_MAX } from '../list-limits.ts';
import {
  PULL_SECRET_ENTRIES_MAX,
  pullSecretCredentials,
  pullSecretForm,
  pullSecretKeys,
  pullSecretRival,
  pullSecretView,
} from '../pull-secret.ts';
import { PULL_SECRET_PLATFORMS, PULL_SECRET_STEPS } from '../pull-secret-commands.ts';
import { runId } from '../run.ts';
import { SHELLS } from '../shell-quoting.ts';
import { type CallSchemas, nothing } from './part.ts';

const draftId = z.uuid();
/** What was pasted; crosses once, renderer to main. One character too many is main's to refuse. */
const text = z.string().max(PULL_SECRET_BYTES_MAX + 1);
/** What was dropped, cut one byte after the limit. */
const bytes = z
  .instanceof(Uint8Array)
  .refine((dropped) => dropped.byteLength <= PULL_SECRET_BYTES_MAX + 1);
const rivals = z.array(pullSecretRival).max(PULL_SECRET_ENTRIES_MAX);
const order = z.strictObject({
  runId,
  draftId,
  form: pullSecretForm,
  /** The user has read why it would not be taken, and wants it all the same. */
  acceptsFault: z.boolean(),
});

export const calls = {
  'pull-secret.open-text': { input: z.strictObject({ text }), output: pullSecretView },
  'pull-secret.open-bytes': { input: z.strictObject({ bytes }), output: pullSecretView },
  /** Main asks the user for a file. Null: the user chose none. */
  'pull-secret.open-file': { input: nothing, output: pullSecretView.nullable() },
  /** One without entries, to be filled from the store. */
  'pull-secret.begin': { input: nothing, output: pullSecretView },
  /** Asks each registry about its entry, a few at a time; all of them where no key is named. */
  'pull-secret.check': {
    input: z.strictObject({ runId, draftId, keys: pullSecretKeys.nullable() }),
    output: pullSecretView,
  },
  /** Puts stored credentials in, each in the place of what there is for its registry. */
  'pull-secret.add': {
    input: z.strictObject({
      runId,
      draftId,
      credentialIds: pullSecretCredentials,
      /** The user has read why a personal login does not belong on a shared system, and wants it there. */
      acceptsPersonal: z.boolean(),
    }),
    output: pullSecretView,
  },
  'pull-secret.remove': {
    input: z.strictObject({ draftId, keys: pullSecretKeys }),
    output: pullSecretView,
  },
  /** Leaves out what the machine-config operator does not take. */
  'pull-secret.tidy': { input: z.strictObject({ draftId }), output: pullSecretView },
  /** What another pull secret would bring. Main keeps it for `pull-secret.merge`. */
  'pull-secret.compare-text': { input: z.strictObject({ draftId, text }), output: rivals },
  'pull-secret.compare-file': { input: z.strictObject({ draftId }), output: rivals.nullable() },
  /** Takes entries of the other one over, each as it stands there and whole. */
  'pull-secret.merge': {
    input: z.strictObject({ draftId, keys: pullSecretKeys }),
    output: pullSecretView,
  },
  /** Takes the last edit back. */
  'pull-secret.undo': { input: z.strictObject({ draftId }), output: pullSecretView },
  /** Main asks where, then writes it there, 0600. Null: the user chose no place. */
  'pull-secret.save': {
    input: order,
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
  /** To the clipboard, which is emptied again unless something else is on it by then. */
  'pull-secret.copy': { input: order, output: nothing },
  /** One of the commands, which hold no secret, to the clipboard. It names the file that main saved. */
  'pull-secret.copy-command': {
    input: z.strictObject({
      /** Null where none is open. */
      draftId: draftId.nullable(),
      platform: z.enum(PULL_SECRET_PLATFORMS),
      step: z.enum(PULL_SECRET_STEPS),
      shell: z.enum(SHELLS),
      node: z.string().min(1).max(253),
      image: z.string().min(1).max(1024),
    }),
    output: nothing,
  },
  'pull-secret.discard': { input: z.strictObject({ draftId }), output: nothing },
} as const satisfies CallSchemas<'pull-secret'>;
