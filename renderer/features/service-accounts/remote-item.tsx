import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import {
  changeRule,
  type RedHatAccount,
  type RemoteAccount,
} from '../../../shared/service-account.ts';
import { Tag } from '../../components/tag.tsx';
import { RelativeTime } from '../../components/verdict.tsx';
import type { RemoteAct } from './remote-dialog.tsx';

interface Props {
  readonly remote: RemoteAccount;
  readonly me: RedHatAccount;
  /** Whether this computer has a credential of it. */
  readonly isHere: boolean;
  readonly onAct: (act: RemoteAct) => void;
}

/** An account of the organization. What the user's role does not allow is there, off, with the rule. */
export function RemoteItem({ remote, me, isHere, onAct }: Props) {
  const { t } = useTranslation();
  const { name, description, createdBy, issuedAt } = remote;
  const { rule, allowed } = changeRule(me, createdBy);
  const act = (chosen: RemoteAct, isChange: boolean) => (
    <Button
      variant="link"
      size="sm"
      isDanger={chosen === 'delete'}
      isDisabled={isChange && !allowed}
      aria-label={t(`serviceAccounts.remote.actOn.${chosen}`, { name })}
      onClick={() => onAct(chosen)}
    >
      {t(`serviceAccounts.remote.act.${chosen}`)}
    </Button>
  );
  return (
    <li className="pk-box">
      <div className="pk-account-head">
        <div className="pk-stack-tight">
          <h3 className="pk-break">{name}</h3>
          <p className="pk-muted pk-break">
            {description || t('serviceAccounts.local.noDescription')}
          </p>
        </div>
        {isHere && <Tag tone="info">{t('serviceAccounts.remote.here')}</Tag>}
      </div>
      <dl className="pk-pairs">
        <dt>{t('serviceAccounts.remote.createdBy')}</dt>
        <dd className="pk-break">{createdBy ?? t('unknown.username')}</dd>
        <dt>{t('serviceAccounts.local.age')}</dt>
        <dd>
          {isDate(issuedAt) ? (
            <RelativeTime at={issuedAt} />
          ) : (
            (issuedAt ?? t('serviceAccounts.view.unsaid'))
          )}
        </dd>
      </dl>
      <div className="pk-actions">
        {act('view', false)}
        {!isHere && act('fetch', false)}
        {!isHere && act('regenerate', true)}
        {act('describe', true)}
        {act('delete', true)}
      </div>
      <p className="pk-muted pk-small">{t(`serviceAccounts.rule.${rule}`)}</p>
    </li>
  );
}

/** What the service calls a date may be in a form that nobody has told. */
function isDate(text: string | null): text is string {
  return text !== null && !Number.isNaN(Date.parse(text));
}
