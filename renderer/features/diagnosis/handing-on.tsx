import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../../shared/contract.ts';
import type { Language } from '../../../shared/settings.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';

type HandedOn = CallInput<'report.save'>['content'];

interface Props {
  /** What can be saved, with the words on its button. */
  readonly files: readonly { readonly label: string; readonly content: HandedOn }[];
  /** What goes to the clipboard. */
  readonly copied: HandedOn;
}

/** Saves or copies what is made to be handed on; main makes its text, in the language of the page. */
export function HandingOn({ files, copied }: Props) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const save = useMutation({
    mutationFn: (content: HandedOn) => call('report.save', { content, language }),
  });
  const copy = useMutation({
    mutationFn: (content: HandedOn) => call('report.copy', { content, language }),
  });
  return (
    <div className="pk-stack">
      <div className="pk-actions">
        {files.map(({ label, content }) => (
          <Button key={label} variant="secondary" onClick={() => save.mutate(content)}>
            {label}
          </Button>
        ))}
        <Button variant="secondary" onClick={() => copy.mutate(copied)}>
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
