import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/profile.ts';
import { Tag } from '../../components/tag.tsx';
import { targetName } from '../../components/target-names.ts';
import { placesQuery } from '../../queries.ts';

/** So many of its credentials are named. */
const SHOWN = 8;

interface Props {
  readonly profile: ProfileView;
  readonly onSwitch: () => void;
  readonly onDelete: () => void;
}

/** A profile, whether it is the active one, and what is in it. */
export function ProfileItem({ profile, onSwitch, onDelete }: Props) {
  const { t } = useTranslation();
  const places = useQuery(placesQuery);
  const { name, exclusive, state, entries } = profile;
  const nameOf = (targetId: string) =>
    targetName(
      t,
      places.data?.find(({ id }) => id === targetId),
      targetId,
    );
  return (
    <li className="pk-box">
      <div className="pk-profile-head">
        <h2 className="pk-break" dir="auto">
          {name}
        </h2>
        {state === 'inactive' ? (
          <Tag>{t('profiles.state.inactive')}</Tag>
        ) : (
          <Tag
            tone={state === 'active' ? 'success' : 'warning'}
            icon={state === 'active' ? <CheckCircleIcon /> : <MinusCircleIcon />}
          >
            {t(`profiles.state.${state}`)}
          </Tag>
        )}
        <span className="pk-actions">
          <Button
            variant="secondary"
            isDisabled={entries.length === 0}
            aria-label={t('profiles.switchTo', { name })}
            onClick={onSwitch}
          >
            {t('profiles.switch')}
          </Button>
          <Button variant="link" aria-label={t('profiles.deleteOne', { name })} onClick={onDelete}>
            {t('profiles.delete')}
          </Button>
        </span>
      </div>
      {exclusive && <p className="pk-muted pk-small">{t('profiles.isExclusive')}</p>}
      {entries.length === 0 && <p className="pk-muted">{t('profiles.nothingLeft')}</p>}
      <ul className="pk-profile-entries">
        {entries.slice(0, SHOWN).map(({ credentialId, scope, username, targetIds }) => (
          <li key={credentialId} className="pk-break">
            <strong>{scope}</strong> <span>{username}</span>{' '}
            <span className="pk-muted pk-small">{targetIds.map(nameOf).join(', ')}</span>
          </li>
        ))}
      </ul>
      {entries.length > SHOWN && (
        <p className="pk-muted pk-small">{t('plan.more', { count: entries.length - SHOWN })}</p>
      )}
    </li>
  );
}
