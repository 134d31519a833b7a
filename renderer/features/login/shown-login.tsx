import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../shared/settings.ts';
import { shownLoginCommand } from '../../../shared/shown-login.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';

interface Props {
  /** What it is for. */
  readonly label: string;
  /** The registry, or a namespace of it. */
  readonly scope: string;
}

/** The command that says whom podman is logged in as, to be copied into a terminal; main makes its text. */
export function ShownLogin({ label, scope }: Props) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const copy = useMutation({
    mutationFn: () =>
      call('report.copy', { content: { what: 'shown-login', scope, format: 'txt' }, language }),
  });
  return (
    <>
      <p className="pk-muted">{label}</p>
      <div className="pk-command">
        <code>{shownLoginCommand(scope)}</code>
        <Button variant="secondary" size="sm" onClick={() => copy.mutate()}>
          {t('handingOn.copy')}
        </Button>
        <span role="status" className="pk-muted pk-small">
          {copy.isSuccess && t('handingOn.copied')}
        </span>
      </div>
      {copy.error && <ErrorAlert error={copy.error} />}
    </>
  );
}
