import QuestionCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/outlined-question-circle-icon';
import { useTranslation } from 'react-i18next';
import { showGuide, useGuide } from './guide.ts';

/** Opens the help on the page, and closes it. */
export function HelpButton() {
  const { t } = useTranslation();
  const isOpen = useGuide() === 'help';
  return (
    <button
      type="button"
      className="pk-help-button"
      aria-expanded={isOpen}
      aria-keyshortcuts="F1"
      title={t('help.open')}
      aria-label={t('help.open')}
      onClick={() => showGuide(isOpen ? null : 'help')}
    >
      <QuestionCircleIcon />
    </button>
  );
}
