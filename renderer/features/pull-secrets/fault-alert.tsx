import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { PullSecretFault, PullSecretView } from '../../../shared/pull-secret.ts';

interface Props {
  readonly view: PullSecretView;
  readonly isBusy: boolean;
  readonly onTidy: () => void;
}

/** Whether OpenShift would take it, and the first cause if not. */
export function FaultAlert({ view, isBusy, onTidy }: Props) {
  const { t } = useTranslation();
  const { fault, isUntidy } = view;
  const isRefused = fault !== null && fault.code !== 'registry-missing';
  const title = isRefused
    ? t('pullSecrets.verdict.refused')
    : fault
      ? t('pullSecrets.verdict.incomplete')
      : t('pullSecrets.verdict.good');
  return (
    <div role="status">
      <Alert
        isInline
        component="h2"
        variant={isRefused ? 'danger' : fault ? 'warning' : 'success'}
        title={title}
        {...(isUntidy && {
          actionLinks: (
            <Button variant="link" isInline isDisabled={isBusy} onClick={onTidy}>
              {t('pullSecrets.verdict.tidy')}
            </Button>
          ),
        })}
      >
        {fault && <FaultText fault={fault} />}
      </Alert>
    </div>
  );
}

function FaultText({ fault }: { readonly fault: PullSecretFault }) {
  const { t } = useTranslation();
  const { code, line, column } = fault;
  const key = fault.key ?? t('pullSecrets.document');
  return (
    <>
      <p className="pk-break">
        {t(`pullSecrets.fault.${code}`, { key, member: fault.member ?? '' })}
      </p>
      {code !== 'registry-missing' && (
        <p className="pk-evidence">{t('pullSecrets.verdict.place', { line, column })}</p>
      )}
    </>
  );
}
