import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/settings.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { LANGUAGE_NAMES, languages, showLanguage } from '../../i18n.ts';
import { managedQuery, settingsQuery, vaultQuery } from '../../queries.ts';
import { showTheme } from '../../theme.ts';
import { About } from './about.tsx';
import { Choice } from './choice.tsx';
import { DesktopSettings } from './desktop-settings.tsx';
import { LockSettings } from './lock-settings.tsx';
import { NetworkSettings } from './network-settings.tsx';
import { StoreSettings } from './store-settings.tsx';
import { UnreadableDocuments } from './unreadable-documents.tsx';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** Language, theme, the store of the secrets, the network, and what the app is. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const settings = useQuery(settingsQuery);
  const vault = useQuery(vaultQuery);
  const managed = useQuery(managedQuery);
  const managedNote = (name: keyof Settings | 'proxy') =>
    managed.data?.names.includes(name)
      ? t('settings.managed', { path: managed.data.path })
      : undefined;
  const change = useMutation({
    mutationFn: (part: Partial<Omit<Settings, 'vaultBackend'>>) => call('settings.set', part),
    onSuccess: async (next) => {
      client.setQueryData(settingsQuery.queryKey, next);
      showTheme(next.theme);
      await showLanguage(next.language);
    },
  });
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <div className="pk-page-body pk-settings">
        {settings.error && (
          <ErrorAlert error={settings.error} onRetry={() => void settings.refetch()} />
        )}
        {change.error && <ErrorAlert error={change.error} />}
        {managed.data?.problem && (
          <p className="pk-note" role="status">
            {t(`settings.managedProblem.${managed.data.problem}`, { path: managed.data.path })}
          </p>
        )}
        <UnreadableDocuments />
        {settings.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
        {settings.data && (
          <section aria-labelledby="looks">
            <h2 id="looks">{t('settings.looks')}</h2>
            <Choice
              name="language"
              legend={t('settings.language')}
              value={settings.data.language}
              managed={managedNote('language')}
              options={[
                { value: 'system', label: t('settings.system') },
                ...languages.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value })),
              ]}
              onChange={(language) => change.mutateAsync({ language })}
            />
            <Choice
              name="theme"
              legend={t('settings.theme')}
              value={settings.data.theme}
              managed={managedNote('theme')}
              options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
              onChange={(theme) => change.mutateAsync({ theme })}
            />
          </section>
        )}
        <StoreSettings managed={managedNote('vaultBackend')} />
        {settings.data && vault.data?.backend === 'age-file' && (
          <LockSettings
            settings={settings.data}
            managedNote={managedNote}
            onChange={(part) => change.mutateAsync(part)}
          />
        )}
        {settings.data && (
          <DesktopSettings
            settings={settings.data}
            managedNote={managedNote}
            onChange={(part) => change.mutateAsync(part)}
          />
        )}
        <NetworkSettings managed={managedNote('proxy')} />
        <About />
      </div>
    </>
  );
}
