import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import FlaskIcon from '@patternfly/react-icons/dist/dynamic/icons/flask-icon';
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../../bridge.ts';
import { showGuide } from '../../components/help/guide.ts';
import { Logo } from '../../components/logo.tsx';
import { Protection } from '../../components/protection.tsx';
import { settingsQuery, vaultQuery } from '../../queries.ts';

const ErrorAlert = lazy(() =>
  import('../../components/error-alert.tsx').then(({ ErrorAlert: it }) => ({ default: it })),
);
const FirstRunFound = lazy(() => import('./first-run-found.tsx'));

const POINTS = ['check', 'keep', 'write'] as const;

/** What is shown before there is anything to show: what the app does, what it found, and the ways in. */
export function FirstRun() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const settings = useQuery(settingsQuery).data;
  const isMissing = useQuery(vaultQuery).data?.state === 'unavailable';
  const store = isMissing ? 'none' : (settings?.vaultBackend ?? 'keychain');
  const demo = useMutation({
    mutationFn: () => call('demo.start'),
    onSuccess: ({ registry }) =>
      navigate(`/login/account?demo=1&registry=${encodeURIComponent(registry)}`),
  });
  return (
    <section className="pk-first-run" aria-labelledby="first-run-title">
      <Logo size={64} />
      <h2 id="first-run-title">{t('firstRun.title')}</h2>
      <p className="pk-lead">{t('firstRun.text')}</p>
      <Suspense fallback={<p className="pk-muted">{t('firstRun.looking')}</p>}>
        <FirstRunFound />
      </Suspense>
      <div className="pk-actions">
        <Button variant="primary" size="lg" icon={<PlusIcon />} onClick={() => navigate('/login')}>
          {t('firstRun.logIn')}
        </Button>
        <Button
          variant="secondary"
          size="lg"
          onClick={() => navigate('/login/account?registry=registry.redhat.io')}
        >
          {t('firstRun.redHat')}
        </Button>
        <Button variant="secondary" size="lg" onClick={() => navigate('/import')}>
          {t('firstRun.pullSecret')}
        </Button>
        <Button variant="link" size="lg" onClick={() => showGuide('tour')}>
          {t('firstRun.tour')}
        </Button>
      </div>
      <Protection />
      <ol className="pk-points">
        {POINTS.map((point) => (
          <li key={point}>
            <strong>{t(`firstRun.${point}.title`)}</strong>
            <span className="pk-muted">
              {point === 'keep' ? t(`firstRun.keep.text.${store}`) : t(`firstRun.${point}.text`)}
            </span>
          </li>
        ))}
      </ol>
      <p className="pk-muted pk-small pk-first-demo">
        <Button
          variant="link"
          isInline
          icon={<FlaskIcon />}
          isLoading={demo.isPending}
          isDisabled={demo.isPending}
          onClick={() => demo.mutate()}
        >
          {t('firstRun.demo')}
        </Button>
        <span>{t('firstRun.demoMeans')}</span>
      </p>
      {demo.error && (
        <Suspense fallback={null}>
          <ErrorAlert error={demo.error} />
        </Suspense>
      )}
    </section>
  );
}
