import { useTranslation } from 'react-i18next';
import type { CredentialKind } from '../../../shared/credential.ts';

interface Props {
  readonly kinds: readonly CredentialKind[];
  readonly chosen: CredentialKind;
  readonly onChoose: (kind: CredentialKind) => void;
}

/** What kind of credential it is; each says when it is the right one. */
export function KindChoice({ kinds, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="pk-fieldset">
      <legend>{t('login.account.kind')}</legend>
      <div className="pk-cards pk-kinds">
        {kinds.map((kind) => (
          <label key={kind} className="pk-card">
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={chosen === kind}
              onChange={() => onChoose(kind)}
            />
            <span className="pk-card-body">
              <strong>{t(`kind.${kind}.name`)}</strong>
              <span className="pk-muted pk-small">{t(`kind.${kind}.text`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
