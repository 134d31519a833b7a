import { useTranslation } from 'react-i18next';

const RULES = ['administrator', 'users', 'visible', 'expiry', 'entitlement'] as const;

/** Who may do what with an organization's accounts, and what nobody can prevent. */
export function Rules() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="account-rules">
      <h2 id="account-rules">{t('serviceAccounts.rules.title')}</h2>
      <ul className="pk-bullets">
        {RULES.map((rule) => (
          <li key={rule}>{t(`serviceAccounts.rules.${rule}`)}</li>
        ))}
      </ul>
    </section>
  );
}
