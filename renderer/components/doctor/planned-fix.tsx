import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { useTranslation } from 'react-i18next';
import type { FixPlan, ModeChange } from '../../../shared/doctor.ts';
import { PlannedTargetBody } from '../plan-list.tsx';

/** What a fix would do: entries, helpers, modes, files, or the script for root to read. */
export function PlannedFix({ plan }: { readonly plan: FixPlan }) {
  const { t } = useTranslation();
  const { finding, dropped, removes, modes, script, warnings } = plan;
  return (
    <>
      {finding.fix && <p>{t(`doctor.fix.${finding.fix}`)}</p>}
      {warnings.length > 0 && (
        <Alert variant="warning" isInline component="h2" title={t('doctor.severity.warning')}>
          <ul className="pk-bullets">
            {warnings.map(({ code, key, username }) => (
              <li key={`${code} ${key} ${username}`}>
                {t(`doctor.warning.${code}`)}{' '}
                <code className="pk-path">
                  {[key, username].filter((part) => part !== null).join(' · ')}
                </code>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {plan.plan && (
        <ul className="pk-applied">
          {plan.plan.targets.map((planned) => (
            <li key={planned.targetId}>
              <code className="pk-path">{planned.path}</code>
              <PlannedTargetBody planned={planned} />
            </li>
          ))}
        </ul>
      )}
      <ul className="pk-bullets">
        {dropped.map(({ helper, host }) => (
          <li key={`${helper} ${host}`}>
            {host === null
              ? t('doctor.dropped', { helper: `docker-credential-${helper}` })
              : t('doctor.droppedHost', { host, helper: `docker-credential-${helper}` })}
          </li>
        ))}
        {removes !== null && <li>{t('doctor.removes', { path: removes })}</li>}
        <ModeItems modes={modes} />
      </ul>
      {script !== null && (
        <section aria-label={t('doctor.script')}>
          <pre className="pk-script">{script}</pre>
        </section>
      )}
    </>
  );
}

/** What modes are and become. */
export function ModeItems({ modes }: { readonly modes: readonly ModeChange[] }) {
  const { t } = useTranslation();
  return modes.map(({ path, before, after }) => (
    <li key={path}>{t('doctor.mode', { path, before, after })}</li>
  ));
}
