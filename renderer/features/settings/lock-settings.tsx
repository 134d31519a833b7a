import { useTranslation } from 'react-i18next';
import { AUTO_LOCK_MINUTES, type Settings } from '../../../shared/settings.ts';
import { Choice } from './choice.tsx';

interface Props {
  readonly settings: Settings;
  readonly managedNote: (name: keyof Settings) => string | undefined;
  readonly onChange: (
    part: Partial<Pick<Settings, 'autoLockMinutes' | 'lockWithScreen'>>,
  ) => Promise<unknown>;
}

/** When the vault file is locked by itself. */
export function LockSettings({ settings, managedNote, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="locking">
      <h2 id="locking">{t('locking.title')}</h2>
      <p className="pk-muted">{t('locking.text')}</p>
      <Choice
        name="auto-lock"
        legend={t('locking.idle')}
        value={String(settings.autoLockMinutes)}
        managed={managedNote('autoLockMinutes')}
        options={AUTO_LOCK_MINUTES.map((minutes) => ({
          value: String(minutes),
          label: minutes === 0 ? t('locking.never') : t('locking.minutes', { count: minutes }),
        }))}
        onChange={(value) => {
          const autoLockMinutes = AUTO_LOCK_MINUTES.find((minutes) => String(minutes) === value);
          return onChange(autoLockMinutes === undefined ? {} : { autoLockMinutes });
        }}
      />
      <Choice
        name="lock-with-screen"
        legend={t('locking.screen')}
        value={String(settings.lockWithScreen)}
        managed={managedNote('lockWithScreen')}
        options={[
          { value: 'true', label: t('locking.yes') },
          { value: 'false', label: t('locking.no') },
        ]}
        onChange={(value) => onChange({ lockWithScreen: value === 'true' })}
      />
    </section>
  );
}
