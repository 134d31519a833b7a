import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { WriteDialog } from '../../components/write-dialog.tsx';
import { credentialsOfQuery } from './credentials-of.ts';

interface Props {
  readonly done: RegistryDiagnosis;
  readonly onClosed: (isChanged: boolean) => void;
}

/** Writes the credential that the registry was asked with to where the tools look, its plan first. */
export function WriteRemedy({ done: { registry, username }, onClosed }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const found = useQuery(credentialsOfQuery(registry));
  const credential = found.data?.find((each) => each.username === username);
  if (credential === undefined) {
    return (
      <Button variant="link" isInline onClick={() => navigate('/credentials')}>
        {t('diagnosis.go.credentials')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="link" isInline onClick={() => setOpen(true)}>
        {t('diagnosis.write', { user: username })}
      </Button>
      {isOpen && (
        <WriteDialog
          credential={credential}
          only={null}
          onClose={() => {
            setOpen(false);
            onClosed(true);
          }}
        />
      )}
    </>
  );
}
