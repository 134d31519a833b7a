import '../../styles/accounts.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import { Tag } from '../../components/tag.tsx';
import type { RowAction } from './row-action.ts';

interface Props {
  readonly credential: CredentialView;
  readonly onAction: (action: RowAction) => void;
}

/** What the user wrote about a credential. */
export function AboutCredential({ credential, onAction }: Props) {
  const { t } = useTranslation();
  const { owner = '', notes = '', tags = [] } = credential.details ?? {};
  return (
    <section>
      <h2>{t('edit.title')}</h2>
      {owner !== '' && (
        <p className="pk-break">
          {t('edit.owner')}: <bdi>{owner}</bdi>
        </p>
      )}
      {tags.length > 0 && (
        <span className="pk-labels">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      )}
      {notes !== '' && (
        <p className="pk-notes" dir="auto">
          {notes}
        </p>
      )}
      {owner === '' && notes === '' && tags.length === 0 && (
        <p className="pk-muted">{t('edit.nothing')}</p>
      )}
      <Button
        variant="link"
        isInline
        onClick={() => onAction({ type: 'edit', credential, targetId: null })}
      >
        {t('credentials.edit')}
      </Button>
    </section>
  );
}
