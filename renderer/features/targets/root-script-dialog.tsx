import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { Radio } from '@patternfly/react-core/dist/dynamic/components/Radio';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import { call } from '../../bridge.ts';
import { isCancelled, useConfirming } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { appInfoQuery, credentialsQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';

const NODE_PLACES = ['kubelet', 'openshift3-node', 'microshift'] as const;
const ROOTS_OWN_PLACES = ['root-runtime', 'root-persistent', 'root-docker'] as const;
type Place = (typeof NODE_PLACES | typeof ROOTS_OWN_PLACES)[number];

/** Saves a script that installs credentials in a place that only root writes. */
export function RootScriptDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const { start, cancel } = useRun();
  const confirming = useConfirming();
  const credentials = useQuery(credentialsQuery);
  const [targetId, setTargetId] = useState<Place>('kubelet');
  const info = useQuery(appInfoQuery);
  // For root its own files are among the targets.
  const places: readonly Place[] = info.data?.root
    ? NODE_PLACES
    : [...NODE_PLACES, ...ROOTS_OWN_PLACES];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const save = useMutation({
    mutationFn: async () => {
      const credentialIds = [...chosen];
      await confirming.confirm(credentialIds);
      return start((runId) => call('targets.root-script', { runId, targetId, credentialIds }));
    },
  });
  const path = save.data?.path;
  const toggle = (credentialId: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(credentialId);
    else next.delete(credentialId);
    setChosen(next);
  };
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={id}>
      <ModalHeader
        title={t('rootScript.title')}
        labelId={id}
        description={t('rootScript.description')}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {path ? (
          <Alert
            variant="success"
            isInline
            isLiveRegion
            component="h2"
            title={t('rootScript.saved')}
          >
            <code className="pk-path">{path}</code>
            <p>{t('rootScript.next')}</p>
          </Alert>
        ) : (
          <>
            <fieldset className="pk-fieldset" disabled={save.isPending}>
              <legend>{t('rootScript.place')}</legend>
              {places.map((place) => (
                <Radio
                  key={place}
                  id={`${id}-${place}`}
                  name={`${id}-place`}
                  label={t(`rootScript.places.${place}`)}
                  isChecked={targetId === place}
                  onChange={() => setTargetId(place)}
                />
              ))}
            </fieldset>
            <fieldset className="pk-fieldset" disabled={save.isPending}>
              <legend>{t('rootScript.credentials')}</legend>
              {credentials.isPending && (
                <Skeleton height="3rem" screenreaderText={t('common.loading')} />
              )}
              {credentials.error && <ErrorAlert error={credentials.error} />}
              {credentials.data?.length === 0 && <p>{t('rootScript.none')}</p>}
              {credentials.data?.map((credential) => (
                <Checkbox
                  key={credential.id}
                  id={`${id}-${credential.id}`}
                  isChecked={chosen.has(credential.id)}
                  onChange={(_event, wanted) => toggle(credential.id, wanted)}
                  label={t('dialog.about', {
                    user: credential.username,
                    registry: scopeOf(credential),
                  })}
                />
              ))}
            </fieldset>
            <p>{t('rootScript.does')}</p>
            {save.error && !isCancelled(save.error) && <ErrorAlert error={save.error} />}
          </>
        )}
      </ModalBody>
      <ModalFooter>
        {path ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              isLoading={save.isPending}
              isDisabled={save.isPending || chosen.size === 0}
              onClick={() => save.mutate()}
            >
              {t('doctor.saveScript')}
            </Button>
            <Button
              variant="link"
              onClick={
                !save.isPending ? onClose : confirming.isRunning ? confirming.cancel : cancel
              }
            >
              {t('common.cancel')}
            </Button>
          </>
        )}
        {confirming.dialog}
      </ModalFooter>
    </Modal>
  );
}
