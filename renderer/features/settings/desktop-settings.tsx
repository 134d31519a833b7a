import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/settings.ts';
import { call } from '../../bridge.ts';
import { Choice } from './choice.tsx';

type DesktopChoice = Partial<Pick<Settings, 'closeToTray' | 'startWithSession'>>;

interface Props {
  readonly settings: Settings;
  readonly managedNote: (name: keyof Settings) => string | undefined;
  readonly onChange: (part: DesktopChoice) => Promise<unknown>;
}

/** What there is of the app without its window. */
export function DesktopSettings({ settings, managedNote, onChange }: Props) {
  const { t } = useTranslation();
  const tray = useQuery({
    queryKey: ['tray'],
    queryFn: () => call('quick.tray'),
    // Panels come and go without an event.
    staleTime: 0,
  });
  const yesOrNo = [
    { value: 'true', label: t('desktop.yes') },
    { value: 'false', label: t('desktop.no') },
  ];
  return (
    <section aria-labelledby="desktop">
      <h2 id="desktop">{t('desktop.title')}</h2>
      <p className="pk-muted">{t('desktop.text')}</p>
      <Choice
        name="close-to-tray"
        legend={t('desktop.closeToTray')}
        value={String(settings.closeToTray)}
        managed={managedNote('closeToTray')}
        options={yesOrNo}
        onChange={(value) => onChange({ closeToTray: value === 'true' })}
      />
      {tray.data?.isShown === false && (
        <p className="pk-note" role="status">
          {t('desktop.noTray')}
        </p>
      )}
      <Choice
        name="start-with-session"
        legend={t('desktop.startWithSession')}
        value={String(settings.startWithSession)}
        managed={managedNote('startWithSession')}
        options={yesOrNo}
        onChange={(value) => onChange({ startWithSession: value === 'true' })}
      />
      <p className="pk-field-help pk-muted">{t('desktop.autostartMeans')}</p>
    </section>
  );
}
