import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Logo } from '../../components/logo.tsx';
import { appInfoQuery } from '../../queries.ts';

/** What this is, whose it is not, and which versions run. */
export function About() {
  const { t } = useTranslation();
  const { data: info } = useQuery(appInfoQuery);
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t('about.title')}</h2>
      <div className="pk-about">
        <Logo size={48} />
        <div className="pk-prose">
          <p>
            <strong>{t('app.name')}</strong> {info?.version}
          </p>
          <p>{t('app.tagline')}</p>
          <p>{t('about.notAffiliated')}</p>
          <p>{t('about.licence')}</p>
          {info && (
            <p className="pk-muted pk-small">
              Electron {info.electron} · Chromium {info.chromium} · Node.js {info.node} ·{' '}
              {info.platform}
              {info.demo && ` · ${t('about.demo')}`}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
