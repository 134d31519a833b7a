import {
  Modal,
  ModalBody,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetId } from '../../../shared/target.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { WriteDialog } from '../../components/write-dialog.tsx';
import { someCredentialsQuery } from '../../queries.ts';

/** A stored credential that is to be written to a target. */
export interface Mend {
  readonly credentialId: string;
  readonly targetId: TargetId;
}

interface Props {
  readonly mend: Mend;
  readonly onClose: () => void;
}

/** Fetches what the grid knows by its id alone, then shows the plan as everywhere. */
export function MendDialog({ mend: { credentialId, targetId }, onClose }: Props) {
  const { t } = useTranslation();
  const titleId = useId();
  const found = useQuery(someCredentialsQuery([credentialId]));
  const [credential] = found.data ?? [];
  if (credential) return <WriteDialog credential={credential} only={targetId} onClose={onClose} />;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={titleId}>
      <ModalHeader title={t('writeDialog.title')} labelId={titleId} />
      <ModalBody>
        {found.error && <ErrorAlert error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <Skeleton height="4rem" screenreaderText={t('common.loading')} />}
        {found.data && <p>{t('overview.gone')}</p>}
      </ModalBody>
    </Modal>
  );
}
