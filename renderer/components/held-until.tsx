import { useTranslation } from 'react-i18next';
import { timeFormat } from '../formats.ts';

/** Says quietly until when main holds what waits for the user's decision. */
export function HeldUntil({ at }: { readonly at: string }) {
  const { t, i18n } = useTranslation();
  const time = timeFormat(i18n.language).format(new Date(at));
  return <p className="pk-muted pk-small">{t('unfinished.heldUntil', { time })}</p>;
}
