import {
  ProgressStep,
  ProgressStepper,
} from '@patternfly/react-core/dist/dynamic/components/ProgressStepper';
import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import BanIcon from '@patternfly/react-icons/dist/dynamic/icons/ban-icon';
import { useTranslation } from 'react-i18next';
import type { RunStep } from '../../shared/run.ts';
import { duration } from '../dates.ts';
import type { RunView } from '../run.ts';

const VARIANTS = {
  running: 'info',
  done: 'success',
  failed: 'danger',
  skipped: 'pending',
} as const;

interface Props {
  readonly view: RunView;
  /** Which steps to show, in order. */
  readonly steps: readonly RunStep[];
}

/** The steps of a run with what each is doing, spoken as they change. */
export function RunSteps({ view, steps }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <div aria-live="polite">
      <ProgressStepper isVertical aria-label={t('run.progress')}>
        {steps.map((step) => {
          const event = view.steps[step];
          const status = event?.status ?? 'waiting';
          const words = t(`run.status.${status}`);
          const detail = [
            event?.host,
            event?.status === 'running' &&
              event.limitMs > 0 &&
              t('run.limit', { limit: duration(event.limitMs, i18n.language) }),
          ].filter(Boolean);
          return (
            <ProgressStep
              key={step}
              id={`step-${step}`}
              titleId={`step-${step}-title`}
              variant={event ? VARIANTS[event.status] : 'pending'}
              isCurrent={event?.status === 'running'}
              aria-label={words}
              {...(detail.length > 0 && { description: detail.join(' · ') })}
              {...(event?.status === 'running' && {
                icon: <Spinner diameter="1rem" aria-hidden />,
              })}
              {...(event?.status === 'skipped' && { icon: <BanIcon /> })}
            >
              {t(`run.step.${step}`)}
            </ProgressStep>
          );
        })}
      </ProgressStepper>
      {view.storePromptLimitMs !== null && (
        <p className="pk-note">
          {t('run.storePrompt', { limit: duration(view.storePromptLimitMs, i18n.language) })}
        </p>
      )}
    </div>
  );
}
