import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';

/** Lets the app go the way that the tools go: through the proxy of the environment. */
export function ProxyModeDialog({ onClose }: { readonly onClose: (isChanged: boolean) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const state = useQuery({
    queryKey: ['proxy'],
    queryFn: () => call('proxy.get'),
    staleTime: 0,
    gcTime: 0,
  });
  const settings = state.data?.settings;
  const change = useMutation({
    mutationFn: (before: NonNullable<typeof settings>) =>
      call('proxy.set', { settings: { ...before, mode: 'environment' } }),
    onSuccess: () => onClose(true),
  });
  return (
    <Modal isOpen variant="small" onClose={() => onClose(false)} aria-labelledby={id}>
      <ModalHeader title={t('proxyMode.title')} labelId={id} />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {state.isPending && <Skeleton height="4rem" screenreaderText={t('common.loading')} />}
        {state.error && <ErrorAlert error={state.error} onRetry={() => void state.refetch()} />}
        {settings && (
          <dl className="pk-pairs">
            <dt>{t('proxyMode.before')}</dt>
            <dd>{t(`network.modes.${settings.mode}.name`)}</dd>
            <dt>{t('proxyMode.after')}</dt>
            <dd>
              {t('network.modes.environment.name')}
              <ul className="pk-bullets pk-small">
                {state.data?.environment.map(({ name, value }) => (
                  <li key={name}>
                    <code className="pk-path">
                      {name}={value}
                    </code>
                  </li>
                ))}
              </ul>
            </dd>
          </dl>
        )}
        {change.error && <ErrorAlert error={change.error} />}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="primary"
          isLoading={change.isPending}
          isDisabled={!settings || change.isPending}
          onClick={() => settings && change.mutate(settings)}
        >
          {t('proxyMode.confirm')}
        </Button>
        <Button variant="link" onClick={() => onClose(false)}>
          {t('common.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
