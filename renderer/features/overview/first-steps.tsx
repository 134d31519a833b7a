import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

const STEPS = [
  { step: 'logIn', path: '/login' },
  { step: 'import', path: '/import' },
  { step: 'takeOver', path: '/found' },
] as const;

/** What there is to do while nobody is logged in anywhere: the ways to a first row. */
export function FirstSteps() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <section className="pk-first-run" aria-labelledby="first-steps">
      <h2 id="first-steps">{t('overview.start.title')}</h2>
      <p className="pk-lead">{t('overview.none')}</p>
      <ul className="pk-points">
        {STEPS.map(({ step, path }, at) => (
          <li key={step}>
            <Button
              variant={at === 0 ? 'primary' : 'secondary'}
              {...(at === 0 && { icon: <PlusIcon /> })}
              onClick={() => navigate(path)}
            >
              {t(`overview.start.${step}.label`)}
            </Button>
            <span className="pk-muted">{t(`overview.start.${step}.text`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
