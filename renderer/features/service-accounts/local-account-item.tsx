import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  type LocalAccount,
  outdatedExports,
  type RedHatStatus,
} from '../../../shared/service-account.ts';
import { Tag } from '../../components/tag.tsx';
import { LastCheck, RelativeTime } from '../../components/verdict.tsx';
import { DescribeDialog } from './describe-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { ExportUses, Places } from './uses.tsx';

interface Props {
  readonly account: LocalAccount;
  readonly redHat: RedHatStatus | null;
}

type Dialog = 'rotate' | 'describe' | 'remove' | 'delete';

/** An account of this computer: whose it is, how old its token is, and everything known to use it. */
export function LocalAccountItem({ account, redHat }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { username, description, credentials, places, exports, issuedAt, storedAt, rotation } =
    account;
  const stage = rotation === null || rotation.stage === 'done' ? null : rotation.stage;
  const outdated = outdatedExports(account);
  const close = () => setDialog(null);
  const ids = credentials.map(({ id }) => id).join();
  return (
    <li className="pk-account-item">
      <div className="pk-account-head">
        <div className="pk-stack-tight">
          <h3 className="pk-break">{username}</h3>
          <p className="pk-muted">{description || t('serviceAccounts.local.noDescription')}</p>
        </div>
        <LastCheck check={credentials[0]?.lastCheck ?? null} />
      </div>
      {stage !== null && (
        <p className="pk-note">
          {t(`serviceAccounts.stage.${stage}`)}{' '}
          <Button variant="link" isInline onClick={() => setDialog('rotate')}>
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
        <Button variant="secondary" size="sm" onClick={() => setDialog('rotate')}>
          {stage !== null ? t('serviceAccounts.rotate.continue') : t('serviceAccounts.rotate.open')}
        </Button>
        <Button variant="link" size="sm" onClick={() => setDialog('describe')}>
          {t('serviceAccounts.describe.open')}
        </Button>
        <Button
          variant="link"
          size="sm"
          onClick={() => navigate({ pathname: '/export', search: `?ids=${ids}` })}
        >
          {t('export.open')}
        </Button>
        <Button variant="link" size="sm" onClick={() => setDialog('remove')}>
          {t('serviceAccounts.remove.open')}
        </Button>
        {redHat?.state !== 'signed-in' && (
          <Button variant="link" size="sm" isDanger onClick={() => setDialog('delete')}>
            {t('serviceAccounts.delete.open')}
          </Button>
        )}
      </div>
      {dialog === 'rotate' && <RotateDialog account={account} redHat={redHat} onClose={close} />}
      {dialog === 'describe' && (
        <DescribeDialog place="here" name={username} description={description} onClose={close} />
      )}
      {(dialog === 'remove' || dialog === 'delete') && (
        <RemoveDialog
          act={dialog}
          username={username}
          local={account}
          isSignedIn={false}
          onClose={close}
        />
      )}
    </li>
  );
}
