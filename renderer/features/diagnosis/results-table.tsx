import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { DataTable, TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { resultOf } from './probe-groups.ts';
import { StatusTag } from './status-tag.tsx';
import type { Progress } from './use-diagnosis.ts';

interface Props {
  readonly all: readonly Progress[];
  /** Goes to the whole result. */
  readonly onChoose: (name: string) => void;
}

/** Several registries and images at a glance: how each came out, and why, in a line. */
export function ResultsTable({ all, onChoose }: Props) {
  const { t } = useTranslation();
  const subject = t('diagnosis.results.subject');
  const result = t('diagnosis.results.result');
  const cause = t('diagnosis.results.cause');
  return (
    <DataTable
      label={t('diagnosis.results.title')}
      className="pk-results"
      columns={[{ name: subject }, { name: result }, { name: cause }]}
    >
      <TableBody>
        {all.map((progress) => (
          <TableRow key={progress.name}>
            <TableCell label={subject}>
              <Button
                variant="link"
                isInline
                className="pk-path"
                onClick={() => onChoose(progress.name)}
              >
                {progress.name}
              </Button>
            </TableCell>
            <TableCell label={result}>
              <StatusTag status={resultOf(progress)} />
            </TableCell>
            <TableCell label={cause}>
              <Cause progress={progress} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </DataTable>
  );
}

function Cause({ progress }: { readonly progress: Progress }) {
  const { t } = useTranslation();
  const { done } = progress;
  if (done?.headline) return t(`diagnosis.cause.${done.headline.cause}`);
  const result = resultOf(progress);
  if (result === 'running') return null;
  return (
    <span className="pk-muted">
      {result === 'skipped' ? t('diagnosis.stopped') : t('diagnosis.healthy')}
    </span>
  );
}
