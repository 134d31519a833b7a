import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TargetView } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { targetsQuery } from '../../queries.ts';

/** Takes a file that the user added out of the list. */
export function ForgetFile({ target }: { readonly target: TargetView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id: targetId, path } = target;
  const forget = useMutation({
    mutationFn: () => call('targets.forget-file', { targetId }),
    onSuccess: () => client.invalidateQueries({ queryKey: targetsQuery.queryKey }),
  });
  return (
    <>
      <div className="pk-inline">
        <Button
          variant="link"
          isInline
          aria-label={t('targets.forgetFileOf', { path })}
          isDisabled={forget.isPending}
          onClick={() => forget.mutate()}
        >
          {t('targets.forgetFile')}
        </Button>
        <span className="pk-muted pk-small">{t('targets.forgetKeeps')}</span>
      </div>
      {forget.error && <ErrorAlert error={forget.error} />}
    </>
  );
}
