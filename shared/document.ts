import { z } from 'zod';

/** The documents that the app keeps beside the store of the secrets. None of them holds a secret. */
export const documentName = z.enum([
  'index',
  'profiles',
  'proxy',
  'own-files',
  'placements',
  'sessions',
  'export-uses',
  'realm-consents',
  'red-hat',
  'rotations',
]);
export type DocumentName = z.infer<typeof documentName>;

/** One that cannot be read. It is left as it is until the user decides. */
export const unreadableDocument = z.strictObject({
  name: documentName,
  /** `newer`: a later version of the app wrote it. */
  problem: z.enum(['damaged', 'newer']),
  /** When the copy was made of what the app had written last; null where none is kept. */
  copiedAt: z.iso.datetime().nullable(),
});
export type UnreadableDocument = z.infer<typeof unreadableDocument>;
