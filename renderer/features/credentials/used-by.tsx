import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import type { ExportUse } from '../../../shared/exporting.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { RelativeTime } from '../../components/verdict.tsx';
import { exportUsesQuery, profilesQuery } from '../../queries.ts';

/** So many are named; the newest are what is looked for. */
const SHOWN = 10;

/** Where else a credential went, and in which profiles it is: what another secret would break. */
export function UsedBy({ credential }: { readonly credential: CredentialView }) {
  const { t } = useTranslation();
  const uses = useQuery(exportUsesQuery);
  const profiles = useQuery(profilesQuery);
  const error = uses.error ?? profiles.error;
  const exported = uses.data?.filter(({ credentialId }) => credentialId === credential.id) ?? [];
  const among = profiles.data?.filter(({ entries }) =>
    entries.some(({ credentialId }) => credentialId === credential.id),
  );
  const where = ({ name, fileName }: ExportUse) =>
    [name, fileName ?? t('export.uses.clipboard')].filter(Boolean).join(', ');
  return (
    <section>
      <h2>{t('usedBy.title')}</h2>
      {error && <ErrorAlert error={error} />}
      {among !== undefined && among.length > 0 && (
        <p className="pk-break">
          {t('usedBy.profiles', { names: among.map(({ name }) => name).join(', ') })}
        </p>
      )}
      {exported.length > 0 && (
        <ul className="pk-bullets">
          {exported.slice(0, SHOWN).map((use) => (
            <li key={use.id} className="pk-break">
              {t(`export.form.${use.form}.name`)}: {where(use)}{' '}
              <span className="pk-muted pk-small">
                <RelativeTime at={use.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {exported.length > SHOWN && (
        <p className="pk-muted">{t('plan.more', { count: exported.length - SHOWN })}</p>
      )}
      {exported.length === 0 && among?.length === 0 && (
        <p className="pk-muted">{t('usedBy.nothing')}</p>
      )}
    </section>
  );
}
