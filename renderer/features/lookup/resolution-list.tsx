import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../shared/lookup.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { type Agreement, agreementOf } from './agreement.ts';
import { ResolutionCard } from './resolution-card.tsx';
import { useHelp } from './use-help.ts';

const RemedyDialog = lazy(() => import('./remedy-dialog.tsx'));

const TONES = { same: 'success', differ: 'warning', none: 'info' } as const satisfies Record<
  Agreement,
  string
>;

interface Props {
  readonly explanation: Explanation;
  /** When it was made, in ms since the epoch: what is examined for it is examined once. */
  readonly explainedAt: number;
  /** A remedy was applied. */
  readonly onChanged: () => void;
}

/** The answer of every kind of tool, after one sentence about them all; and what can be done about it. */
export function ResolutionList({ explanation, explainedAt, onChanged }: Props) {
  const { t } = useTranslation();
  const help = useHelp(explanation, explainedAt);
  const { registry, repository, resolutions } = explanation;
  const agreement = agreementOf(explanation);
  return (
    <div className="pk-stack">
      <div role="status">
        <Alert
          variant={TONES[agreement]}
          isInline
          component="h2"
          title={t(`lookup.agreement.${agreement}`, {
            image: repository ? `${registry}/${repository}` : registry,
          })}
        />
      </div>
      {help.isLooking && (
        <p className="pk-muted" role="status">
          {t('lookup.remedy.looking')}
        </p>
      )}
      {help.error && <ErrorAlert error={help.error} onRetry={help.examineAgain} />}
      {resolutions.map((resolution) => (
        <ResolutionCard key={resolution.consumer} resolution={resolution} help={help} />
      ))}
      {help.open && (
        <Suspense fallback={null}>
          <RemedyDialog
            remedy={help.open}
            onClose={() => {
              help.choose(null);
              onChanged();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
