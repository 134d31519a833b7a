import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import { useTranslation } from 'react-i18next';
import type { LookupStep } from '../../../shared/lookup.ts';
import { ErrorText, useErrorTitle } from '../../components/error-alert.tsx';
import { Tag } from '../../components/tag.tsx';

/** One place that a tool consults: why there, what came of it, and each key with the reason. */
export function LookupStepItem({ step }: { readonly step: LookupStep }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  const { source, origin, helper, outcome, candidates, problem } = step;
  return (
    <li>
      <div className="pk-inline">
        <code className="pk-path">{source}</code>
        <OutcomeTag outcome={outcome} />
      </div>
      <p className="pk-muted pk-small">
        {[
          t(`lookup.origin.${origin}`),
          helper && t('lookup.viaHelper', { helper: `docker-credential-${helper}` }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {problem && (
        <div className="pk-problem">
          <strong>{title(problem)}</strong>
          <ErrorText error={problem} />
        </div>
      )}
      {candidates.length > 0 && (
        <ul className="pk-candidates" aria-label={t('lookup.candidates', { source })}>
          {candidates.map(({ key, username, reason }) => (
            <li key={`${key} ${reason}`}>
              <code className="pk-path">{key}</code>
              {username && <span className="pk-muted">{username}</span>}
              <span>{t(`lookup.why.${reason}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function OutcomeTag({ outcome }: { readonly outcome: LookupStep['outcome'] }) {
  const { t } = useTranslation();
  const word = t(`lookup.outcome.${outcome}`);
  if (outcome === 'won') {
    return (
      <Tag tone="success" icon={<CheckCircleIcon />}>
        {word}
      </Tag>
    );
  }
  if (outcome === 'error') {
    return (
      <Tag tone="danger" icon={<ExclamationCircleIcon />}>
        {word}
      </Tag>
    );
  }
  return <Tag>{word}</Tag>;
}
