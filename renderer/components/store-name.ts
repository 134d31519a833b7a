import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { settingsQuery } from '../queries.ts';

/** What the user would call the store of the secrets, within a sentence. */
export function useStoreName(): string {
  const { t } = useTranslation();
  const backend = useQuery(settingsQuery).data?.vaultBackend;
  return t(`vault.called.${backend ?? 'unknown'}`);
}
