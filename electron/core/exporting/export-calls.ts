import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import { Exporting } from './exporting.ts';
import type { ExportUses } from './uses.ts';

/** The contract's calls of the export. */
export function createExportCalls(services: Services, uses: ExportUses): CallsOf<'export'> {
  const { runs } = services;
  const exporting = new Exporting({ ...services, uses });
  return {
    'export.preview': async (request) => exporting.preview(request),
    'export.save': ({ runId, ...order }) =>
      runs.during(runId, async (run) => ({ path: await exporting.save(run, order) })),
    'export.copy': ({ runId, ...order }) =>
      runs.during(runId, async (run) => {
        await exporting.copy(run, order);
        return undefined;
      }),
    'export.uses': async () => [...uses.list()],
    'export.forget-use': async ({ useId }) => void uses.forget(useId),
  };
}
