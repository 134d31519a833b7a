import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportPreview, ExportRequest } from '../../../shared/exporting.ts';
import { call } from '../../bridge.ts';
import { exportUsesQuery } from '../../queries.ts';
import { type Run, useRun } from '../../run.ts';

type Done = { readonly how: 'saved'; readonly path: string } | { readonly how: 'copied' };

export interface Export {
  readonly run: Run;
  readonly preview: ExportPreview | undefined;
  readonly error: Error | null;
  /** What became of the last order, until another is made or looked at. */
  readonly done: Done | null;
  retry(): void;
  save(acceptsPersonal: boolean): Promise<void>;
  copy(acceptsPersonal: boolean): Promise<void>;
}

/** The preview of a request, and what is done with it. No secret comes to this side. */
export function useExport(request: ExportRequest | null): Export {
  const client = useQueryClient();
  const run = useRun();
  const asked = JSON.stringify(request);
  const [result, setResult] = useState<{ asked: string; done: Done | null; error: Error | null }>();
  const preview = useQuery({
    queryKey: ['export-preview', request],
    queryFn: () => (request === null ? null : call('export.preview', request)),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });

  const order = async (work: (runId: string) => Promise<Done | null>) => {
    setResult({ asked, done: null, error: null });
    try {
      setResult({ asked, done: await run.start(work), error: null });
    } catch (cause) {
      setResult({ asked, done: null, error: cause as Error });
    }
    void client.invalidateQueries({ queryKey: exportUsesQuery.queryKey });
  };
  const current = result?.asked === asked ? result : undefined;

  return {
    run,
    preview: preview.data ?? undefined,
    error: preview.error ?? current?.error ?? null,
    done: current?.done ?? null,
    retry: () => void preview.refetch(),
    save: (acceptsPersonal) =>
      order(async (runId) => {
        if (request === null) return null;
        const { path } = await call('export.save', { ...request, runId, acceptsPersonal });
        return path === null ? null : { how: 'saved', path };
      }),
    copy: (acceptsPersonal) =>
      order(async (runId) => {
        if (request === null) return null;
        await call('export.copy', { ...request, runId, acceptsPersonal });
        return { how: 'copied' };
      }),
  };
}
