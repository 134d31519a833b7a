import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../../shared/contract.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';

type Name = CallInput<'report.save'>['name'];

interface Props {
  /** What can be saved: the words on its button, and its text. */
  readonly files: readonly {
    readonly name: Name;
    readonly label: string;
    readonly text: () => string;
  }[];
  /** What goes to the clipboard. */
  readonly copied: () => string;
}

/** Saves or copies a text that is made to be handed on. */
export function HandingOn({ files, copied }: Props) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: (input: CallInput<'report.save'>) => call('report.save', input),
  });
  const copy = useMutation({ mutationFn: (text: string) => call('report.copy', { text }) });
  return (
    <div className="pk-stack">
      <div className="pk-actions">
        {files.map(({ name, label, text }) => (
          <Button
            key={name}
            variant="secondary"
            onClick={() => save.mutate({ name, text: text() })}
          >
            {label}
          </Button>
        ))}
        <Button variant="secondary" onClick={() => copy.mutate(copied())}>
          {t('handingOn.copy')}
        </Button>
        <span role="status" className="pk-muted">
          {copy.isSuccess && t('handingOn.copied')}
        </span>
      </div>
      {save.error && <ErrorAlert error={save.error} />}
      {copy.error && <ErrorAlert error={copy.error} />}
      <div role="status">
        {save.data?.path && (
          <Alert variant="success" isInline component="h2" title={t('handingOn.saved')}>
            <code className="pk-path">{save.data.path}</code>
          </Alert>
        )}
      </div>
    </div>
  );
}
