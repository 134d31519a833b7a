import '../../styles/accounts.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CredentialQuery } from '../../../shared/credential-query.ts';
import { EXPORT_CREDENTIALS_MAX } from '../../../shared/exporting.ts';
import { PROFILE_CREDENTIALS_MAX } from '../../../shared/list-limits.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { BulkLogoutDialog } from './bulk-logout-dialog.tsx';
import CheckAllDialog from './check-all-dialog.tsx';

interface Props {
  readonly query: CredentialQuery;
  /** How many credentials match the query. */
  readonly matching: number;
  readonly selected: ReadonlySet<string>;
  readonly onSelected: Dispatch<SetStateAction<ReadonlySet<string> | null>>;
}

/** What can be done with the selected credentials at once. */
export default function BulkBar({ query, matching, selected, onSelected }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'check' | 'logout' | null>(null);
  const selectAll = useMutation({
    mutationFn: () => call('credentials.matching', query),
    onSuccess: (ids) => onSelected((before) => before && new Set([...before, ...ids])),
  });
  const ids = [...selected];
  const none = ids.length === 0;
  const goWith = (pathname: string) => navigate({ pathname, search: `?ids=${ids.join()}` });
  return (
    <section className="pk-bulk" aria-label={t('bulk.label')}>
      <strong role="status">{t('bulk.count', { count: ids.length })}</strong>
      <Button
        variant="link"
        isInline
        isDisabled={selectAll.isPending}
        onClick={() => selectAll.mutate()}
      >
        {t('bulk.all', { count: matching })}
      </Button>
      <span className="pk-actions">
        <Button variant="secondary" isDisabled={none} onClick={() => setDialog('check')}>
          {t('bulk.check')}
        </Button>
        <Button variant="secondary" isDisabled={none} onClick={() => setDialog('logout')}>
          {t('credentials.logOut')}
        </Button>
        <Button
          variant="secondary"
          isDisabled={none || ids.length > EXPORT_CREDENTIALS_MAX}
          onClick={() => goWith('/export')}
        >
          {t('export.selected', { count: ids.length })}
        </Button>
        <Button
          variant="secondary"
          isDisabled={none || ids.length > PROFILE_CREDENTIALS_MAX}
          onClick={() => goWith('/profiles')}
        >
          {t('bulk.profile')}
        </Button>
        <Button variant="link" onClick={() => onSelected(null)}>
          {t('common.cancel')}
        </Button>
      </span>
      {ids.length > EXPORT_CREDENTIALS_MAX && (
        <p className="pk-muted pk-small">
          {t('bulk.limits', { exported: EXPORT_CREDENTIALS_MAX, profile: PROFILE_CREDENTIALS_MAX })}
        </p>
      )}
      {selectAll.error && <ErrorAlert error={selectAll.error} />}
      {dialog === 'check' && (
        <CheckAllDialog total={ids.length} only={ids} onClose={() => setDialog(null)} />
      )}
      {dialog === 'logout' && (
        <BulkLogoutDialog credentialIds={ids} onClose={() => setDialog(null)} />
      )}
    </section>
  );
}
