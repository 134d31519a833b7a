import { useTranslation } from 'react-i18next';
import type { AppliedTarget, PlannedChange, PlannedTarget } from '../../shared/target.ts';
import { ErrorText, useErrorTitle } from './error-alert.tsx';
import { OutcomeWord } from './outcome-word.tsx';

/** What a plan does to one key, as a sentence. */
export function useChangeSentence(): (change: PlannedChange) => string {
  const { t } = useTranslation();
  return (change) => {
    if (change.via === 'setting') {
      const helper = `docker-credential-${change.helper ?? ''}`;
      if (change.action === 'remove') return t('plan.setting.remove', { helper });
      return t(`plan.setting.${change.action === 'unchanged' ? 'unchanged' : 'add'}`, { helper });
    }
    const before = change.usernameBefore ?? t('unknown.username');
    const after = change.usernameAfter ?? t('unknown.username');
    switch (change.action) {
      case 'add':
        return t('plan.add', { user: after });
      case 'replace':
        return before === after
          ? t('plan.replaceSecret', { user: after })
          : t('plan.replace', { before, after });
      case 'remove':
        // An entry that logs nobody in has no user to name.
        return change.usernameBefore === null
          ? t('plan.removeEntry')
          : t('plan.remove', { user: before });
      case 'unchanged':
        return t('plan.unchanged', { user: after });
    }
  };
}

/** So many changes are named; there may be thousands. */
const CHANGES_SHOWN = 50;

/** The changes of a target, one key a line. */
export function ChangeList({ changes }: { readonly changes: readonly PlannedChange[] }) {
  const { t } = useTranslation();
  const sentence = useChangeSentence();
  return (
    <ul className="pk-changes">
      {changes.slice(0, CHANGES_SHOWN).map((change) => (
        <li key={`${change.via} ${change.key}`} className={`pk-change pk-change-${change.action}`}>
          <code>{change.key}</code>
          <span>{sentence(change)}</span>
          {change.via === 'helper' && (
            <span className="pk-muted">
              {t('plan.viaHelper', { helper: `docker-credential-${change.helper ?? ''}` })}
            </span>
          )}
        </li>
      ))}
      {changes.length > CHANGES_SHOWN && (
        <li className="pk-muted">{t('plan.more', { count: changes.length - CHANGES_SHOWN })}</li>
      )}
    </ul>
  );
}

/** What would be done to one target, or why nothing can be. */
export function PlannedTargetBody({ planned }: { readonly planned: PlannedTarget }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  if (planned.problem) {
    return (
      <div className="pk-problem">
        <strong>{title(planned.problem)}</strong>
        <ErrorText error={planned.problem} />
      </div>
    );
  }
  return (
    <>
      {planned.changes.length > 0 ? (
        <ChangeList changes={planned.changes} />
      ) : (
        <p className="pk-muted">{t('plan.nothing')}</p>
      )}
      {(!planned.exists || planned.untouched > 0) && (
        <p className="pk-muted pk-small">
          {planned.exists ? t('plan.untouched', { count: planned.untouched }) : t('plan.newFile')}
        </p>
      )}
    </>
  );
}

/** What became of each target. */
export function AppliedList({ targets }: { readonly targets: readonly AppliedTarget[] }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  if (targets.length === 0) return <p className="pk-muted">{t('outcome.noTargets')}</p>;
  return (
    <ul className="pk-applied">
      {targets.map((target) => (
        <li key={target.targetId}>
          <div className="pk-applied-head">
            <OutcomeWord outcome={target.outcome} />
            <code className="pk-path">{target.path}</code>
          </div>
          {target.problem ? (
            <div className="pk-problem">
              <strong>{title(target.problem)}</strong>
              <ErrorText error={target.problem} />
            </div>
          ) : (
            target.changes.length > 0 && <ChangeList changes={target.changes} />
          )}
        </li>
      ))}
    </ul>
  );
}
