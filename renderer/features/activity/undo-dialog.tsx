import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry, UndoPlan } from '../../../shared/history.ts';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList, ChangeList } from '../../components/plan-list.tsx';

interface Props {
  readonly entry: HistoryEntry;
  readonly onClose: () => void;
}

/** Takes a recorded change back, after showing what that changes and what came since. */
export function UndoDialog({ entry, onClose }: Props) {
  const { t } = useTranslation();
  const plan = useQuery({
    queryKey: ['plan-undo', entry.id],
    queryFn: () => call('history.plan-undo', { entryId: entry.id }),
    staleTime: 0,
    gcTime: 0,
  });
  const undo = useMutation({
    mutationFn: () => call('history.undo', { runId: crypto.randomUUID(), entryId: entry.id }),
  });
  const lookAgain = () => {
    undo.reset();
    void plan.refetch();
  };
  const canUndo = plan.data && !plan.error && !plan.data.problem && hasChange(plan.data);

  return (
    <Dialog
      title={t('undoDialog.title')}
      description={<code className="pk-path">{entry.path}</code>}
      onClose={onClose}
      footer={
        <>
          {undo.data?.problem && (
            <Button variant="secondary" onClick={lookAgain}>
              {t('undoDialog.lookAgain')}
            </Button>
          )}
          {canUndo && !undo.data ? (
            <>
              <Button
                variant="primary"
                isLoading={undo.isPending}
                isDisabled={undo.isPending || plan.isFetching}
                onClick={() => undo.mutate()}
              >
                {t('undoDialog.confirm')}
              </Button>
              <Button variant="link" onClick={onClose}>
                {t('common.cancel')}
              </Button>
            </>
          ) : (
            <Button variant="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
          )}
        </>
      }
    >
      {undo.data ? (
        <div role="status">
          <AppliedList targets={[undo.data]} />
        </div>
      ) : (
        <>
          {plan.isPending && <Skeleton height="4rem" screenreaderText={t('common.loading')} />}
          {plan.error && <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />}
          {plan.data && !plan.error && <PlannedUndo plan={plan.data} />}
          {undo.error && <ErrorAlert error={undo.error} onRetry={lookAgain} />}
        </>
      )}
    </Dialog>
  );
}

function hasChange({ changes }: UndoPlan): boolean {
  return changes.some(({ action }) => action !== 'unchanged');
}

function PlannedUndo({ plan }: { readonly plan: UndoPlan }) {
  const { t } = useTranslation();
  const { changes, changedSince, problem } = plan;
  if (problem) return <ErrorAlert error={problem} />;
  if (!hasChange(plan)) return <p>{t('undoDialog.nothing')}</p>;
  return (
    <>
      {changedSince.length > 0 && (
        <Alert
          variant="warning"
          isInline
          component="h2"
          title={t('undoDialog.changedSince', { count: changedSince.length })}
        >
          <ul className="pk-bullets">
            {changedSince.map((key) => (
              <li key={key}>
                <code className="pk-path">{key}</code>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <ChangeList changes={changes} />
      <p className="pk-muted">{t('undoDialog.keeps')}</p>
    </>
  );
}
