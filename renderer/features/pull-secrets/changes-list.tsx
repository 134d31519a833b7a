import { useTranslation } from 'react-i18next';
import type { PullSecretChange } from '../../../shared/pull-secret.ts';

const SIGNS = { add: 'add', replace: 'replace', remove: 'remove', tidy: 'replace' } as const;

/** What was changed since it was opened, one key a line. */
export function ChangesList({ changes }: { readonly changes: readonly PullSecretChange[] }) {
  const { t } = useTranslation();
  const sentence = ({ action, usernameBefore, usernameAfter }: PullSecretChange) => {
    const before = usernameBefore ?? t('unknown.username');
    const after = usernameAfter ?? t('unknown.username');
    if (action === 'replace' && before === after) {
      return t('pullSecrets.change.replaceSecret', { after });
    }
    switch (action) {
      case 'add':
        return t('pullSecrets.change.add', { after });
      case 'replace':
        return t('pullSecrets.change.replace', { before, after });
      case 'remove':
        return t('pullSecrets.change.remove', { before });
      case 'tidy':
        return t('pullSecrets.change.tidy');
    }
  };
  return (
    <section className="pk-stack" aria-labelledby="pull-secret-changes">
      <h2 id="pull-secret-changes">{t('pullSecrets.changes')}</h2>
      {changes.length === 0 ? (
        <p className="pk-muted">{t('pullSecrets.unchanged')}</p>
      ) : (
        <ul className="pk-changes">
          {changes.map((change) => (
            <li key={change.key} className={`pk-change pk-change-${SIGNS[change.action]}`}>
              <code>{change.key}</code>
              <span>{sentence(change)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
