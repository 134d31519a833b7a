import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type LocalAccount, outdatedExports } from '../../../shared/service-account.ts';
import { Tag } from '../../components/tag.tsx';
import { LastCheck, RelativeTime } from '../../components/verdict.tsx';
import { ExportUses, Places } from './uses.tsx';

interface Props {
  readonly account: LocalAccount;
  /** Whether the service can be asked, which deletes from its own list. */
  readonly isSignedIn: boolean;
  readonly onAct: (act: LocalAct) => void;
}

export type LocalAct = 'rotate' | 'describe' | 'remove' | 'delete';

/** An account of this computer: whose it is, how old its token is, and everything known to use it. */
export function LocalAccountItem({ account, isSignedIn, onAct }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const headingId = useId();
  const { username, description, credentials, places, exports, issuedAt, storedAt, rotation } =
    account;
  const stage = rotation === null || rotation.stage === 'done' ? null : rotation.stage;
  const outdated = outdatedExports(account);
  const ids = credentials.map(({ id }) => id).join();
  return (
    <li className="pk-box">
      <div className="pk-account-head">
        <div className="pk-stack-tight">
          <h3 id={headingId} className="pk-break">
            {username}
          </h3>
          <p className="pk-muted">{description || t('serviceAccounts.local.noDescription')}</p>
        </div>
        <LastCheck check={credentials[0]?.lastCheck ?? null} />
      </div>
      {stage !== null && (
        <p className="pk-note">
          {t(`serviceAccounts.stage.${stage}`)}{' '}
          <Button variant="link" isInline onClick={() => onAct('rotate')}>
            {t('serviceAccounts.rotate.continue')}
          </Button>
        </p>
      )}
      {outdated.length > 0 && (
        <Tag tone="warning" icon={<ExclamationTriangleIcon />}>
          {t('serviceAccounts.local.outdated', { count: outdated.length })}
        </Tag>
      )}
      <dl className="pk-pairs">
        <dt>{t('serviceAccounts.local.registries')}</dt>
        <dd className="pk-break">{credentials.map(({ registry }) => registry).join(', ')}</dd>
        <dt>{t('serviceAccounts.local.age')}</dt>
        <dd>
          {issuedAt === 'unread' ? (
            t('serviceAccounts.local.ageLocked')
          ) : issuedAt === null ? (
            <>
              {t('serviceAccounts.local.ageUnknown')} <RelativeTime at={storedAt} />
            </>
          ) : (
            <RelativeTime at={issuedAt} />
          )}
        </dd>
        <dt>{t('serviceAccounts.local.usedHere')}</dt>
        <dd>
          <Places places={places} />
        </dd>
        <dt>{t('serviceAccounts.local.exported')}</dt>
        <dd>
          <ExportUses uses={exports} outdated={outdated} />
        </dd>
      </dl>
      <div className="pk-actions">
        <Button
          variant="secondary"
          size="sm"
          aria-describedby={headingId}
          onClick={() => onAct('rotate')}
        >
          {stage !== null ? t('serviceAccounts.rotate.continue') : t('serviceAccounts.rotate.open')}
        </Button>
        <Button
          variant="link"
          size="sm"
          aria-describedby={headingId}
          onClick={() => onAct('describe')}
        >
          {t('serviceAccounts.describe.open')}
        </Button>
        <Button
          variant="link"
          size="sm"
          aria-describedby={headingId}
          onClick={() => navigate({ pathname: '/export', search: `?ids=${ids}` })}
        >
          {t('export.open')}
        </Button>
        <Button
          variant="link"
          size="sm"
          aria-describedby={headingId}
          onClick={() => onAct('remove')}
        >
          {t('serviceAccounts.remove.open')}
        </Button>
        {!isSignedIn && (
          <Button
            variant="link"
            size="sm"
            aria-describedby={headingId}
            isDanger
            onClick={() => onAct('delete')}
          >
            {t('serviceAccounts.delete.open')}
          </Button>
        )}
      </div>
    </li>
  );
}
