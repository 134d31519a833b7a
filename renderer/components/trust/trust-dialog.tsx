import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SYSTEM_TRUST, type SystemTrust } from '../../../shared/trust.ts';
import { call } from '../../bridge.ts';
import { isCancelled } from '../confirming.tsx';
import { ErrorAlert } from '../error-alert.tsx';
import { CertificateChoice } from './certificate-choice.tsx';

interface Props {
  /** The run, and which of its registries or images. */
  readonly of: string;
  readonly name: string;
  readonly isIntercepted: boolean;
  readonly onClose: (isChanged: boolean) => void;
}

/** Lets the user look at a registry's certificates, trust one of them for that registry, and take that back. */
export function TrustDialog({ of, name, isIntercepted, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isChanged, setChanged] = useState(false);
  const queryKey = ['certificates', of, name];
  const view = useQuery({
    queryKey,
    queryFn: () => call('diagnosis.certificates', { of, name }),
    staleTime: 0,
    gcTime: 0,
  });
  const { certificates = [], hides = null, registry = '' } = view.data ?? {};
  const certificate = certificates.find(({ fingerprint }) => fingerprint === chosen);
  const choose = useMutation({
    mutationFn: () => call('diagnosis.choose-certificates', { of, name }),
    onSuccess: (after) => client.setQueryData(queryKey, after),
  });
  const change = useMutation({
    mutationFn: ({ trusted, fingerprint }: { trusted: boolean; fingerprint: string }) =>
      call(trusted ? 'diagnosis.distrust' : 'diagnosis.trust', { of, name, fingerprint }),
    onSuccess: (after) => {
      client.setQueryData(queryKey, after);
      setChosen(null);
      setChanged(true);
    },
    onError: () => void view.refetch(),
  });
  const script = useMutation({
    mutationFn: (input: { tools: SystemTrust; fingerprint: string }) =>
      call('diagnosis.trust-script', { of, name, ...input }),
  });
  const error = choose.error ?? change.error ?? script.error;
  const close = () => onClose(isChanged);

  return (
    <Modal isOpen variant="medium" onClose={close} aria-labelledby={id}>
      <ModalHeader
        title={t('trust.title')}
        labelId={id}
        description={t('trust.description', { registry: registry || name })}
        {...(isIntercepted && { titleIconVariant: 'warning' })}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {isIntercepted && (
          <Alert variant="warning" isInline component="h2" title={t('trust.intercepted.title')}>
            <p>{t('trust.intercepted.text')}</p>
          </Alert>
        )}
        {view.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
        {view.error && <ErrorAlert error={view.error} onRetry={() => void view.refetch()} />}
        {view.data && (
          <>
            <CertificateChoice certificates={certificates} chosen={chosen} onChoose={setChosen} />
            <div className="pk-stack">
              <p className="pk-muted pk-small">{t('trust.fromFileHelp')}</p>
              <div>
                <Button
                  variant="secondary"
                  isDisabled={choose.isPending}
                  onClick={() => choose.mutate()}
                >
                  {t('trust.fromFile')}
                </Button>
              </div>
            </div>
          </>
        )}
        {certificate && (
          <section
            key={certificate.fingerprint}
            ref={intoView}
            className="pk-stack"
            aria-label={t('trust.plan')}
          >
            <h2 className="pk-section-title">{t('trust.plan')}</h2>
            <p>{certificate.trusted ? t('trust.removes') : t('trust.writes')}</p>
            <code className="pk-path">{certificate.path}</code>
            <p className="pk-muted pk-small">{t('trust.readBy')}</p>
            {hides && !certificate.trusted && (
              <Alert variant="warning" isInline component="h3" title={t('trust.hides.title')}>
                <code className="pk-path">{hides}</code>
                <p>{t('trust.hides.text')}</p>
              </Alert>
            )}
            {!certificate.trusted && (
              <div className="pk-actions">
                {SYSTEM_TRUST.map((tools) => (
                  <Button
                    key={tools}
                    variant="link"
                    isInline
                    onClick={() => script.mutate({ tools, fingerprint: certificate.fingerprint })}
                  >
                    {t(`trust.script.${tools}`)}
                  </Button>
                ))}
              </div>
            )}
          </section>
        )}
        {error && !isCancelled(error) && <ErrorAlert error={error} />}
        <div role="status">
          {change.data && !certificate && (
            <div ref={intoView}>
              <Alert variant="success" isInline component="h2" title={t('trust.done')} />
            </div>
          )}
          {script.data?.path && (
            <Alert variant="success" isInline component="h2" title={t('rootScript.saved')}>
              <code className="pk-path">{script.data.path}</code>
              <p>{t('trust.scriptNext')}</p>
            </Alert>
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        {certificate && (
          <Button
            variant={certificate.trusted || isIntercepted ? 'danger' : 'primary'}
            isLoading={change.isPending}
            isDisabled={change.isPending}
            onClick={() => change.mutate(certificate)}
          >
            {certificate.trusted ? t('trust.end') : t('trust.begin')}
          </Button>
        )}
        <Button variant={isChanged && !certificate ? 'primary' : 'link'} onClick={close}>
          {isChanged ? t('trust.lookAgain') : t('common.close')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** What a choice brings up is seen, in a small window too. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
