import { useTranslation } from 'react-i18next';
import type { Resolution } from '../../../shared/lookup.ts';
import { ErrorText, useErrorTitle } from '../../components/error-alert.tsx';
import { LookupStepItem } from './lookup-step.tsx';

/** What one kind of tool would do, and on demand every place it consults, in its order. */
export function ResolutionCard({ resolution }: { readonly resolution: Resolution }) {
  const { t } = useTranslation();
  const { consumer, steps } = resolution;
  const name = t(`lookup.consumer.${consumer}`);
  return (
    <section className="pk-target" aria-label={name}>
      <header>
        <h3>{name}</h3>
        <Outcome resolution={resolution} />
      </header>
      <details className="pk-disclosure">
        <summary>
          {t('lookup.places', { count: steps.length })}
          <span className="pk-visually-hidden"> – {name}</span>
        </summary>
        <p className="pk-muted pk-small">{t(`lookup.rule.${consumer}`)}</p>
        <ol className="pk-lookup-steps">
          {steps.map((step) => (
            <LookupStepItem key={`${step.origin} ${step.source}`} step={step} />
          ))}
        </ol>
      </details>
    </section>
  );
}

/** Who wins, or why nobody does. */
function Outcome({ resolution: { winner, problem, steps } }: { readonly resolution: Resolution }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  if (problem) {
    return (
      <div className="pk-problem">
        <strong>{t('lookup.stops', { error: title(problem) })}</strong>
        <ErrorText error={problem} />
      </div>
    );
  }
  if (!winner) return <p>{t('lookup.anonymous')}</p>;
  const step = steps[winner.step];
  const user = winner.username ?? t('unknown.username');
  return (
    <>
      <p>
        <strong>
          {!winner.hasSecret
            ? t('lookup.noSecret', { user })
            : winner.identityToken
              ? t('lookup.identityToken', { user })
              : t('lookup.logsInAs', { user })}
        </strong>
      </p>
      {!winner.hasSecret && <p>{t('lookup.noSecretMeans')}</p>}
      <dl className="pk-pairs pk-small">
        <dt>{step?.kind === 'environment' ? t('lookup.variable') : t('lookup.file')}</dt>
        <dd>
          <code className="pk-path">{step?.source}</code>
        </dd>
        <dt>{t('lookup.key')}</dt>
        <dd>
          <code className="pk-path">{winner.key}</code>
        </dd>
        {step?.helper && (
          <>
            <dt>{t('lookup.helper')}</dt>
            <dd>
              <code className="pk-path">{`docker-credential-${step.helper}`}</code>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
