import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { wireErrorOf } from '../bridge.ts';
import { forgetLockFailure } from '../lock.ts';
import { ErrorText, useErrorTitle } from './error-alert.tsx';

/** Says that the secrets are not locked, why, and what locking did all the same. */
export default function LockNotice({ failure }: { readonly failure: Error }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  const error = wireErrorOf(failure);
  return (
    <Alert
      isInline
      variant={error.code === 'STORE_CANNOT_LOCK' ? 'info' : 'danger'}
      component="h2"
      title={title(error)}
      actionLinks={
        <Button variant="link" isInline onClick={forgetLockFailure}>
          {t('common.close')}
        </Button>
      }
    >
      <ErrorText error={error} />
      {error.code === 'STORE_CANNOT_LOCK' && <p>{t('lockNotice.dropped')}</p>}
    </Alert>
  );
}
