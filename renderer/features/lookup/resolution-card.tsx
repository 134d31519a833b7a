import { useTranslation } from 'react-i18next';
import type { Resolution } from '../../../shared/lookup.ts';
import { ErrorText, useErrorTitle } from '../../components/error-alert.tsx';
import { LookupStepItem } from './lookup-step.tsx';
import { type Remedy, remediesOf } from './remedies.ts';
import { RemedyItem } from './remedy-action.tsx';
import type { Help } from './use-help.ts';

interface Props {
  readonly resolution: Resolution;
  readonly help: Help;
}

/** What one kind of tool would do, what helps, and on demand every place it consults, in its order. */
export function ResolutionCard({ resolution, help }: Props) {
  const { t } = useTranslation();
  const { consumer, steps } = resolution;
  const name = t(`lookup.consumer.${consumer}`);
  const remedies = remediesOf(resolution, help.around);
  return (
    <section className="pk-target" aria-label={name}>
      <header>
        <h3>{name}</h3>
        <Outcome resolution={resolution} />
      </header>
      {remedies.length > 0 && (
        <ul className="pk-remedies" aria-label={t('lookup.remedy.title')}>
          {remedies.map((remedy) => (
            <RemedyItem key={keyOf(remedy)} remedy={remedy} help={help} />
          ))}
        </ul>
      )}
      <details className="pk-disclosure">
        <summary>
          {t('lookup.places', { count: steps.length })}
          <span className="pk-visually-hidden"> – {name}</span>
        </summary>
        <p className="pk-muted pk-small">{t(`lookup.rule.${consumer}`)}</p>
        <ol className="pk-lookup-steps">
          {steps.map((step) => (
            <LookupStepItem
              key={`${step.origin} ${step.source}`}
              step={step}
              resolution={resolution}
              help={help}
            />
          ))}
        </ol>
      </details>
    </section>
  );
}

function keyOf(remedy: Remedy): string {
  if (remedy.kind === 'fix') return remedy.finding.id;
  return remedy.kind === 'write' ? remedy.credential.id : remedy.kind;
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
        <dt>{t(`lookup.place.${step?.kind ?? 'file'}`)}</dt>
        <dd>
          <code className="pk-path">{step?.source}</code>
        </dd>
        <dt>{t('lookup.key')}</dt>
        <dd>
          <code className="pk-path">{winner.key}</code>
        </dd>
        {step?.helper && step.kind !== 'helper' && (
          <>
            <dt>{t('lookup.place.helper')}</dt>
            <dd>
              <code className="pk-path">{`docker-credential-${step.helper}`}</code>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
