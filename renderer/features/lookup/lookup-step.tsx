import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import { useTranslation } from 'react-i18next';
import type { LookupStep, Resolution } from '../../../shared/lookup.ts';
import { ErrorText, useErrorTitle } from '../../components/error-alert.tsx';
import { Tag } from '../../components/tag.tsx';
import { remedyOf } from './remedies.ts';
import { RemedyAction } from './remedy-action.tsx';
import type { Help } from './use-help.ts';

interface Props {
  readonly step: LookupStep;
  readonly resolution: Resolution;
  readonly help: Help;
}

/** One place that a tool consults: why there, what came of it, and each key with reason and remedy. */
export function LookupStepItem({ step, resolution, help }: Props) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  const { kind, source, origin, helper, outcome, candidates, problem } = step;
  return (
    <li>
      <div className="pk-inline">
        <code className="pk-path">{source}</code>
        <OutcomeTag outcome={outcome} />
      </div>
      <p className="pk-muted pk-small">
        {[
          t(`lookup.origin.${origin}`),
          helper &&
            kind !== 'helper' &&
            t('lookup.viaHelper', { helper: `docker-credential-${helper}` }),
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
          {candidates.map((candidate) => {
            const { key, username, reason } = candidate;
            const remedy = remedyOf(candidate, step, resolution, help.around);
            return (
              <li key={`${key} ${reason}`}>
                <code className="pk-path">{key}</code>
                {username && <span className="pk-muted">{username}</span>}
                <span>{t(`lookup.why.${reason}`)}</span>
                {remedy && <RemedyAction remedy={remedy} help={help} />}
              </li>
            );
          })}
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
