import { useTranslation } from 'react-i18next';
import { type Cause, REMEDY_OF } from '../../../shared/diagnosis-causes.ts';

/** A cause and what to do about it. */
export function CauseWords({ cause }: { readonly cause: Cause }) {
  const { t } = useTranslation();
  return (
    <>
      <strong>{t(`diagnosis.cause.${cause}`)}</strong>
      <p>{t(`diagnosis.remedy.${REMEDY_OF[cause]}`)}</p>
    </>
  );
}
