import '../../styles/pull-secrets.css';
import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { AddDialog } from './add-dialog.tsx';
import { ChangesList } from './changes-list.tsx';
import { EntriesTable } from './entries-table.tsx';
import { FaultAlert } from './fault-alert.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { OpenStep } from './open-step.tsx';
import { Output } from './output.tsx';
import { PutToUse } from './put-to-use.tsx';
import { useDroppedFile } from './use-dropped-file.ts';
import { usePullSecret } from './use-pull-secret.ts';

type Dialog =
  /** `registry`: the one whose entry is to be replaced; null for any. */
  { readonly type: 'add'; readonly registry: string | null } | { readonly type: 'merge' };

/** A cluster's pull secret: looked at, checked, changed, saved, put to use. */
export default function PullSecretsPage() {
  const { t } = useTranslation();
  const job = usePullSecret();
  const { view, run, error, isBusy } = job;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const isRunning = run.view.running;

  useDroppedFile(view === null, job.open);

  return (
    <div className="pk-pull-secrets">
      <PageHeader title={t('pullSecrets.title')} description={t('pullSecrets.description')}>
        {view && (
          <Button variant="secondary" isDisabled={isRunning} onClick={job.close}>
            {t('pullSecrets.close')}
          </Button>
        )}
      </PageHeader>
      <div className="pk-page-body">
        {job.isExpired && (
          <Alert variant="info" isInline component="h2" title={t('errors.DRAFT_EXPIRED.title')}>
            {t('pullSecrets.expired')}
          </Alert>
        )}
        {error && <ErrorAlert error={error} />}
        {view === null ? (
          <OpenStep job={job} />
        ) : (
          <>
            <FaultAlert
              view={view}
              isBusy={isBusy || isRunning}
              onTidy={() => void job.edit((draftId) => call('pull-secret.tidy', { draftId }))}
            />
            <EntriesTable
              job={job}
              view={view}
              onAdd={(registry) => setDialog({ type: 'add', registry })}
              onMerge={() => setDialog({ type: 'merge' })}
            />
            <ChangesList changes={view.changes} />
            <Output job={job} view={view} />
          </>
        )}
        <PutToUse view={view} onFail={job.fail} />
      </div>
      {view && dialog?.type === 'add' && (
        <AddDialog
          job={job}
          view={view}
          registry={dialog.registry}
          onClose={() => setDialog(null)}
        />
      )}
      {view && dialog?.type === 'merge' && (
        <MergeDialog job={job} view={view} onClose={() => setDialog(null)} />
      )}
      <RealmQuestion run={run} />
    </div>
  );
}
