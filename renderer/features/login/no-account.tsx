import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';

/** S7: the two ways to a Red Hat account. Both pages open in the system browser; nothing else happens. */
export function NoAccount() {
  const { t } = useTranslation();
  return (
    <details className="pk-disclosure">
      <summary>{t('noAccount.toggle')}</summary>
      <div className="pk-prose">
        <p>{t('noAccount.text')}</p>
        <ul className="pk-bullets">
          <li>{t('noAccount.developer')}</li>
          <li>{t('noAccount.trial')}</li>
        </ul>
        <p>{t('noAccount.terms')}</p>
        <LinkButton links={['red-hat-developer-program', 'red-hat-trial']} variant="secondary">
          {t('noAccount.open')}
        </LinkButton>
      </div>
    </details>
  );
}
