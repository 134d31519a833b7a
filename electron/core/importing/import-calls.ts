import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import { Committing } from './committing.ts';
import { type ImportDrafts, Importing } from './importing.ts';
import { readOnThread } from './reader.ts';

/** The contract's calls of the import. */
export function createImportCalls(services: Services, drafts: ImportDrafts): CallsOf<'import'> {
  const read = (bytes: Uint8Array) => readOnThread(services.importWorker, bytes);
  const importing = new Importing({ ...services, drafts, read });
  const committing = new Committing({ ...services, drafts });
  return {
    'import.read-text': ({ text }) => importing.read(Buffer.from(text, 'utf8')),
    'import.read-bytes': ({ bytes }) => importing.read(bytes),
    'import.choose': () => importing.choose(),
    'import.place': (input) => importing.place(input),
    'import.check': (input) => importing.check(input),
    'import.plan': (input) => importing.plan(input),
    'import.commit': (input) => services.drift.quietly(() => committing.commit(input)),
    'import.discard': async ({ draftId }) => void drafts.drop(draftId),
  };
}
