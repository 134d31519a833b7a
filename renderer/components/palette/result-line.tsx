import { useTranslation } from 'react-i18next';
import type { QuickAction, QuickResult } from '../../../shared/quick.ts';
import { VerdictWord } from '../verdict.tsx';

interface Props {
  readonly action: QuickAction;
  readonly result: QuickResult;
}

/** What is about several logins or places. */
const COUNTED: ReadonlySet<QuickAction['do']> = new Set<QuickAction['do']>([
  'switch',
  'profile',
  'check-all',
  'put-back',
]);

/** What came of the chosen action, in one line; why it failed, in the words that every page has. */
export function ResultLine({ action, result }: Props) {
  const { t } = useTranslation();
  const { outcome, done, of, code, verdict } = result;
  if (verdict !== null) return <VerdictWord verdict={verdict} />;
  if (outcome === 'cancelled') return <p>{t('palette.result.cancelled')}</p>;
  const counts = COUNTED.has(action.do);
  return (
    <p>
      {counts && t('palette.result.count', { done, of })}
      {!counts && outcome === 'done' && t('palette.result.done')}
      {code !== null && (
        <>
          {' '}
          <strong>{t(`errors.${code}.title`)}</strong> {t(`errors.${code}.remedy`)}
        </>
      )}
    </p>
  );
}
