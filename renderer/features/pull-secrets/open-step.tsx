import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import FileAltIcon from '@patternfly/react-icons/dist/dynamic/icons/file-alt-icon';
import { useTranslation } from 'react-i18next';
import { PULL_SECRET_BYTES_MAX } from '../../../shared/list-limits.ts';
import { PasteField } from '../../components/paste-field.tsx';
import type { PullSecret } from './use-pull-secret.ts';

/** The ways to a pull secret. */
export function OpenStep({ job }: { readonly job: PullSecret }) {
  const { t } = useTranslation();
  const { isBusy } = job;
  return (
    <section className="pk-stack" aria-labelledby="pull-secret-open">
      <h2 id="pull-secret-open">{t('pullSecrets.open.title')}</h2>
      <PasteField
        id="pull-secret-text"
        label={t('pullSecrets.open.label')}
        help={t('pullSecrets.open.help')}
        action={t('pullSecrets.open.action')}
        isBusy={isBusy}
        maxLength={PULL_SECRET_BYTES_MAX + 1}
        onRead={(text) => void job.open({ text })}
      />
      <div className="pk-actions">
        <Button
          variant="secondary"
          icon={<FileAltIcon />}
          isDisabled={isBusy}
          onClick={() => void job.openFile()}
        >
          {t('pullSecrets.open.file')}
        </Button>
        <Button variant="link" isDisabled={isBusy} onClick={() => void job.begin()}>
          {t('pullSecrets.open.begin')}
        </Button>
      </div>
    </section>
  );
}
