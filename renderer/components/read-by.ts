import { useTranslation } from 'react-i18next';

/** Says which tools read a file. */
export function useReadBy(): (place: { readonly readBy: readonly string[] }) => string {
  const { t } = useTranslation();
  return ({ readBy }) =>
    readBy.length === 0
      ? t('targets.readByNone')
      : t('targets.readBy', { tools: readBy.join(', ') });
}
