import { z } from 'zod';
import type { DocumentName, UnreadableDocument } from '../../../shared/document.ts';
import { proxySettings } from '../../../shared/proxy.ts';
import type { CallsOf } from '../calls.ts';
import { placements } from '../drift/drift.ts';
import { exportUses } from '../exporting/uses.ts';
import { profilesDocument } from '../profiles/profile-store.ts';
import { realmConsents } from '../realm-consents.ts';
import { rotationsDocument } from '../service-accounts/rotations.ts';
import { redHatDocument } from '../service-accounts/session.ts';
import type { Services } from '../services.ts';
import { rememberedPlaces } from '../session/remembered.ts';
import type { KeptStorage } from '../storage.ts';
import { ownFilesDocument } from '../targets/own-files.ts';
import { indexDocument } from '../vault/index.ts';

/** The most needed first. */
const SCHEMAS: Record<DocumentName, z.ZodType> = {
  index: indexDocument,
  profiles: profilesDocument,
  proxy: proxySettings,
  'own-files': ownFilesDocument,
  'red-hat': redHatDocument,
  rotations: rotationsDocument,
  placements,
  sessions: rememberedPlaces,
  'export-uses': exportUses,
  'realm-consents': realmConsents,
};
const NAMES = Object.keys(SCHEMAS) as DocumentName[];

/** All of them are in their first version. */
const newer = z.object({ version: z.int().min(2) });

/** The contract's calls about documents of the app that cannot be read, and the way out. */
export function createDocumentsCalls(services: Services): CallsOf<'documents'> {
  const { storage, log, changed } = services;

  const problemOf = (name: DocumentName): UnreadableDocument['problem'] | null => {
    let data: unknown;
    try {
      data = storage(name).read();
    } catch {
      return 'damaged';
    }
    if (data === undefined || SCHEMAS[name].safeParse(data).success) return null;
    return newer.safeParse(data).success ? 'newer' : 'damaged';
  };
  const leave = (name: DocumentName, how: (document: KeptStorage) => void) => {
    const problem = problemOf(name);
    if (problem === null) return;
    log.warn('document.set-aside', { name, problem });
    how(storage(name));
    changed();
  };
  return {
    'documents.unreadable': async () =>
      NAMES.flatMap((name) => {
        const problem = problemOf(name);
        const { copiedAt } = storage(name);
        return problem === null ? [] : [{ name, problem, copiedAt: copiedAt() }];
      }),
    'documents.set-aside': async ({ name }) => {
      leave(name, (document) => document.setAside());
      return undefined;
    },
    'documents.restore': async ({ name }) => {
      leave(name, (document) => {
        if (document.copiedAt() !== null) document.restoreCopy();
      });
      return undefined;
    },
  };
}
