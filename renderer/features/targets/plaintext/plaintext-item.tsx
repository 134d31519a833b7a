import { useTranslation } from 'react-i18next';
import type { PlaintextFile } from '../../../../shared/plaintext.ts';

const MOST_LOGINS = 5;

/** One file with credentials in the clear: where, whose, who else can read it, and whose logins they are. */
export function PlaintextItem({ file }: { readonly file: PlaintextFile }) {
  const { t } = useTranslation();
  const { path, mode, owner, readableBy, logins } = file;
  const more = logins.length - MOST_LOGINS;
  return (
    <li>
      <code className="pk-path">{path}</code>
      <p className={readableBy === 'owner' ? 'pk-muted pk-small' : 'pk-small'}>
        {t('plaintext.rights', {
          mode,
          owner: t(`plaintext.owner.${owner}`),
          readable: t(`plaintext.readableBy.${readableBy}`),
        })}
      </p>
      <p className="pk-small pk-break">
        {logins
          .slice(0, MOST_LOGINS)
          .map(({ registry, username }) =>
            t('plaintext.login', {
              user: username ?? t('unknown.username'),
              registry: registry ?? t('unknown.registry'),
            }),
          )
          .join('; ')}
        {more > 0 && ` ${t('plaintext.more', { count: more })}`}
      </p>
    </li>
  );
}
