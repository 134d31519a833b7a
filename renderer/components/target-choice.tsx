import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useTranslation } from 'react-i18next';
import type { Plan, TargetId, TargetPlace } from '../../shared/target.ts';
import { PlannedTargetBody } from './plan-list.tsx';
import { useReadBy } from './read-by.ts';

interface Props {
  readonly plan: Plan | undefined;
  readonly targets: readonly TargetPlace[] | undefined;
  readonly chosen: ReadonlySet<TargetId>;
  readonly onChange: (chosen: ReadonlySet<TargetId>) => void;
  readonly isDisabled?: boolean;
  /** What the checkboxes ask. */
  readonly legend: string;
}

/** A plan with a box beside each target: what would happen there, and whether it shall. */
export function TargetChoice({ plan, targets, chosen, onChange, isDisabled, legend }: Props) {
  const { t } = useTranslation();
  const readByWords = useReadBy();
  const toggle = (id: TargetId, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  if (!plan) return <Skeleton height="6rem" screenreaderText={t('common.loading')} />;
  return (
    <fieldset className="pk-fieldset">
      <legend>{legend}</legend>
      <ul className="pk-choices">
        {plan.targets.map((planned) => {
          const { targetId } = planned;
          const target = targets?.find(({ id }) => id === targetId);
          return (
            <li key={targetId} className={chosen.has(targetId) ? 'pk-choice-on' : undefined}>
              <Checkbox
                id={`target-${targetId}`}
                isChecked={chosen.has(targetId)}
                isDisabled={isDisabled === true || planned.problem !== null}
                onChange={(_event, wanted) => toggle(targetId, wanted)}
                label={<code className="pk-path">{planned.path}</code>}
                {...(target && {
                  description: [
                    readByWords(target),
                    target.volatile ? t('targets.volatile') : t('targets.survives'),
                  ].join(' · '),
                })}
              />
              <div className="pk-choice-body">
                <PlannedTargetBody planned={planned} />
              </div>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
