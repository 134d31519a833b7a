import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { ImportDraft } from '../../../shared/importing.ts';
import { DataTable, TableBody } from '../../components/data-table.tsx';
import { ErrorAlert, ErrorText } from '../../components/error-alert.tsx';
import { HeldUntil } from '../../components/held-until.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import { CandidateRow } from './candidate-row.tsx';
import { type Choices, tally } from './choices.ts';
import type { Import } from './use-import.ts';

interface Props {
  readonly job: Import;
  readonly draft: ImportDraft;
  readonly choices: Choices;
  readonly onChoose: (candidateId: string, chosen: boolean) => void;
  readonly onAlsoConnect: (candidateId: string, wanted: boolean) => void;
  readonly onPlace: (candidateId: string, registry: string) => void;
  readonly onNext: () => void;
  readonly onCancel: () => void;
}

/** Step 2: what was found, what it is, what is stored already; nothing is kept yet. */
export function ChooseStep(props: Props) {
  const { job, draft, choices, onChoose, onAlsoConnect, onPlace, onNext, onCancel } = props;
  const { t } = useTranslation();
  const { checks, checking, error, run } = job;
  const { candidates, faults, source, expiresAt } = draft;
  const { usable, refused, holders } = tally(candidates);
  const isBusy = run.view.running;
  const chosen = candidates.filter(({ id }) => choices.has(id));
  return (
    <div className="pk-step">
      <StepLayout
        title={t('import.choose.title', { count: candidates.length })}
        footer={
          <>
            <Button variant="primary" isDisabled={chosen.length === 0 || isBusy} onClick={onNext}>
              {t('import.choose.next', { count: chosen.length })}
            </Button>
            {isBusy ? (
              <Button variant="secondary" onClick={run.cancel}>
                {t('import.check.stop')}
              </Button>
            ) : (
              <Button
                variant="secondary"
                isDisabled={chosen.length === 0}
                onClick={() => void job.check(chosen.map(({ id }) => id))}
              >
                {t('import.check.all')}
              </Button>
            )}
            <Button variant="link" isDisabled={isBusy} onClick={job.discard}>
              {t('common.back')}
            </Button>
            <Button variant="link" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        <div className="pk-stack-tight">
          <p role="status">
            {t(`import.source.${source}`, { count: holders })}{' '}
            {t('import.choose.usable', { count: usable })}{' '}
            {refused > 0 && t('import.choose.refused', { count: refused })}{' '}
            {t('import.choose.nothingKept')}
          </p>
          <HeldUntil at={expiresAt} />
        </div>
        {error && <ErrorAlert error={error} />}
        {faults.map((fault) => (
          <Alert
            key={`${fault.context.line}:${fault.context.column}:${fault.context.field}`}
            isInline
            variant="warning"
            component="h3"
            title={t('import.fault')}
          >
            <ErrorText error={fault} />
          </Alert>
        ))}
        <DataTable
          label={t('import.choose.table')}
          columns={[
            { name: t('import.column.choose'), isHidden: true, className: 'pk-import-box' },
            { name: t('import.column.login') },
            { name: t('import.column.what') },
            { name: t('import.column.stored') },
            { name: t('import.column.check') },
          ]}
        >
          <TableBody>
            {candidates.map((candidate) => (
              <CandidateRow
                key={candidate.id}
                candidate={candidate}
                isChosen={choices.has(candidate.id)}
                alsoConnect={choices.get(candidate.id) ?? false}
                check={checks.get(candidate.id)}
                isChecking={checking === candidate.id}
                isBusy={isBusy}
                onChoose={(wanted) => onChoose(candidate.id, wanted)}
                onAlsoConnect={(wanted) => onAlsoConnect(candidate.id, wanted)}
                onCheck={() => void job.check([candidate.id])}
                onPlace={(registry) => onPlace(candidate.id, registry)}
              />
            ))}
          </TableBody>
        </DataTable>
      </StepLayout>
    </div>
  );
}
