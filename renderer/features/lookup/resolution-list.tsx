import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../shared/lookup.ts';
import { type Agreement, agreementOf } from './agreement.ts';
import { ResolutionCard } from './resolution-card.tsx';

const TONES = { same: 'success', differ: 'warning', none: 'info' } as const satisfies Record<
  Agreement,
  string
>;

/** The answer of every kind of tool, after one sentence about them all. */
export function ResolutionList({ explanation }: { readonly explanation: Explanation }) {
  const { t } = useTranslation();
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
      {resolutions.map((resolution) => (
        <ResolutionCard key={resolution.consumer} resolution={resolution} />
      ))}
    </div>
  );
}
