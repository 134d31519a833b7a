import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { useTranslation } from 'react-i18next';
import { LinkButton } from './link-button.tsx';

interface Props {
  readonly id: string;
  /** Whose logins they are. */
  readonly users: readonly string[];
  /** On the box that the user ticks. */
  readonly label: string;
  readonly accepts: boolean;
  readonly onAccept: (accepts: boolean) => void;
}

/** Why a personal login does not belong on a shared system; it goes there only with the user's word. */
export function PersonalLogin({ id, users, label, accepts, onAccept }: Props) {
  const { t } = useTranslation();
  return (
    <Alert variant="warning" isInline component="h3" title={t('export.personal.title')}>
      <div className="pk-stack">
        <p>{t('export.personal.who', { users: users.join(', ') })}</p>
        <p>{t('export.personal.why')}</p>
        <LinkButton links={['red-hat-service-accounts']}>
          {t('link.red-hat-service-accounts')}
        </LinkButton>
        <Checkbox
          id={id}
          isChecked={accepts}
          onChange={(_event, wanted) => onAccept(wanted)}
          label={label}
        />
      </div>
    </Alert>
  );
}
