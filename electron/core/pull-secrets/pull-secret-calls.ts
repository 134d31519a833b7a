import type { CallsOf } from '../calls.ts';
import type { ExportUses } from '../exporting/uses.ts';
import type { Services } from '../services.ts';
import { type PullSecretDrafts, Workbench } from './workbench.ts';

/** The contract's calls of the pull-secret workbench. */
export function createPullSecretCalls(
  services: Services,
  { drafts, uses }: { readonly drafts: PullSecretDrafts; readonly uses: ExportUses },
): CallsOf<'pull-secret'> {
  const workbench = new Workbench({ ...services, drafts, uses });
  return {
    'pull-secret.open-text': async ({ text }) => workbench.open(text),
    'pull-secret.open-bytes': async ({ bytes }) => workbench.openBytes(bytes),
    'pull-secret.open-file': () => workbench.openFile(),
    'pull-secret.begin': async () => workbench.begin(),
    'pull-secret.check': async (input) => workbench.check(input),
    'pull-secret.add': async (input) => workbench.add(input),
    'pull-secret.remove': async ({ draftId, keys }) =>
      workbench.edit(draftId, (bench) => bench.remove(keys)),
    'pull-secret.tidy': async ({ draftId }) => workbench.edit(draftId, (bench) => bench.tidy()),
    'pull-secret.compare-text': async ({ draftId, text }) => workbench.compare(draftId, text),
    'pull-secret.compare-file': ({ draftId }) => workbench.compareFile(draftId),
    'pull-secret.merge': async ({ draftId, keys }) =>
      workbench.edit(draftId, (bench) => bench.merge(keys)),
    'pull-secret.undo': async ({ draftId }) => workbench.edit(draftId, (bench) => bench.undo()),
    'pull-secret.save': async (input) => workbench.save(input),
    'pull-secret.copy': async (input) => workbench.copy(input),
    'pull-secret.copy-command': async (input) => void (await workbench.copyCommand(input)),
    'pull-secret.discard': async ({ draftId }) => void drafts.drop(draftId),
  };
}
