import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Finding } from '../../../shared/doctor.ts';
import { FixDialog } from '../../components/doctor/fix-dialog.tsx';
import { findingsQuery } from '../../queries.ts';

interface Props {
  /** The files that the diagnosis found fault with. */
  readonly paths: ReadonlySet<string>;
  readonly onClosed: (isChanged: boolean) => void;
}

/** The fix of what is wrong with a file, its plan first; where none is known, the way to the targets. */
export function FixRemedy({ paths, onClosed }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [since] = useState(() => Date.now());
  const [open, setOpen] = useState<Finding | null>(null);
  const found = useQuery({ ...findingsQuery(since), enabled: open === null });
  const finding = found.data?.find(({ path, fix }) => paths.has(path) && fix !== null);
  if (open !== null) {
    return (
      <FixDialog
        finding={open}
        onClose={(isChanged) => {
          setOpen(null);
          onClosed(isChanged);
        }}
      />
    );
  }
  if (found.isFetching || finding === undefined) {
    return (
      <Button variant="link" isInline onClick={() => navigate('/targets')}>
        {t('diagnosis.go.targets')}
      </Button>
    );
  }
  return (
    <Button variant="link" isInline onClick={() => setOpen(finding)}>
      {t('diagnosis.fix')}
    </Button>
  );
}
