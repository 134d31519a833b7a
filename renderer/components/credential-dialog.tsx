import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../shared/auth-scope.ts';
import type { CredentialView } from '../../shared/credential.ts';
import { Dialog } from './dialog.tsx';

interface Props {
  readonly title: string;
  readonly credential: CredentialView;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer: ReactNode;
  readonly isDangerous?: boolean;
}

/** A dialog about one credential, which it names. */
export function CredentialDialog({ credential, ...dialog }: Props) {
  const { t } = useTranslation();
  const { username: user } = credential;
  return (
    <Dialog {...dialog} description={t('dialog.about', { user, registry: scopeOf(credential) })} />
  );
}
