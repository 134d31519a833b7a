import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportPreview, ExportRequest } from '../../../shared/exporting.ts';
import { call } from '../../bridge.ts';
import { type Confirming, isCancelled, useConfirming } from '../../components/confirming.tsx';
import { exportUsesQuery } from '../../queries.ts';
import { type Run, useRun } from '../../run.ts';

type Done = { readonly how: 'saved'; readonly path: string } | { readonly how: 'copied' };

export interface Export {
  readonly run: Run;
  /** The user has to show to be the user before secrets go out. */
  readonly confirming: Confirming;
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
  const confirming = useConfirming();
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

  const order = async (work: (runId: string, request: ExportRequest) => Promise<Done | null>) => {
    if (request === null) return;
    setResult({ asked, done: null, error: null });
    try {
      if (preview.data?.isRedacted !== false) await confirming.confirm(request.credentialIds);
      const done = await run.start((runId) => work(runId, request));
      setResult({ asked, done, error: null });
    } catch (cause) {
      setResult({ asked, done: null, error: isCancelled(cause) ? null : (cause as Error) });
    }
    void client.invalidateQueries({ queryKey: exportUsesQuery.queryKey });
  };
  const current = result?.asked === asked ? result : undefined;

  return {
    run,
    confirming,
    preview: preview.data ?? undefined,
    error: preview.error ?? current?.error ?? null,
    done: current?.done ?? null,
    retry: () => void preview.refetch(),
    save: (acceptsPersonal) =>
      order(async (runId, request) => {
        const { path } = await call('export.save', { ...request, runId, acceptsPersonal });
        return path === null ? null : { how: 'saved', path };
      }),
    copy: (acceptsPersonal) =>
      order(async (runId, request) => {
        await call('export.copy', { ...request, runId, acceptsPersonal });
        return { how: 'copied' };
      }),
  };
}
