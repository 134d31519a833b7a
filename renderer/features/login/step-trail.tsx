import CheckIcon from '@patternfly/react-icons/dist/dynamic/icons/check-icon';
import { useTranslation } from 'react-i18next';
import { LOGIN_STEPS, type LoginStep } from './login-steps.ts';

/** Where the login is: the steps done, the current one and those to come. */
export function StepTrail({ current }: { readonly current: LoginStep }) {
  const { t } = useTranslation();
  const at = LOGIN_STEPS.indexOf(current);
  return (
    <ol className="pk-trail" aria-label={t('login.steps')}>
      {LOGIN_STEPS.map((step, index) => {
        const isDone = index < at || current === 'done';
        return (
          <li
            key={step}
            className={isDone ? 'pk-trail-done' : index === at ? 'pk-trail-current' : undefined}
            {...(index === at && { 'aria-current': 'step' as const })}
          >
            <span className="pk-trail-mark" aria-hidden="true">
              {isDone ? <CheckIcon /> : index + 1}
            </span>
            <span className="pk-trail-name">
              {t(`login.step.${step}`)}
              {isDone && <span className="pk-visually-hidden"> {t('login.stepDone')}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
