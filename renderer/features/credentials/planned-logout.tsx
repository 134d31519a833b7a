import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AppliedTarget,
  PlannedTarget,
  TargetId,
  TargetPlace,
} from '../../../shared/target.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList } from '../../components/plan-list.tsx';
import { TargetChoice } from '../../components/target-choice.tsx';

interface Props {
  /** Who is logged out. */
  readonly description: string;
  /** The targets in which there is something to remove, or something wrong; undefined until they are known. */
  readonly planned: PlannedTarget[] | undefined;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly places: readonly TargetPlace[] | undefined;
  readonly words: {
    /** There is nothing to remove. */
    readonly nothing: string;
    /** What stays, before and after. */
    readonly keeps: string;
    readonly kept: string;
  };
  readonly logOut: (targetIds: TargetId[]) => Promise<readonly AppliedTarget[]>;
  readonly onClose: () => void;
}

/** What a logout would remove from which target, each to be chosen; then what became of it. */
export function PlannedLogout(props: Props) {
  const { description, planned, error, onRetry, places, words, logOut, onClose } = props;
  const { t } = useTranslation();
  const [choice, setChoice] = useState<ReadonlySet<TargetId> | null>(null);
  const chosen =
    choice ??
    new Set(planned?.filter(({ problem }) => problem === null).map(({ targetId }) => targetId));
  const logout = useMutation({ mutationFn: () => logOut([...chosen]) });
  const hasNothing = planned?.length === 0;
  return (
    <Dialog
      title={t('logoutDialog.title')}
      description={description}
      onClose={onClose}
      footer={
        logout.data || hasNothing ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              isLoading={logout.isPending}
              isDisabled={logout.isPending || chosen.size === 0 || !planned}
              onClick={() => logout.mutate()}
            >
              {t('logoutDialog.confirm')}
            </Button>
            <Button variant="link" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {logout.data ? (
        <div role="status">
          <AppliedList targets={logout.data} />
          <p className="pk-muted">{words.kept}</p>
        </div>
      ) : (
        <>
          {error && <ErrorAlert error={error} onRetry={onRetry} />}
          {hasNothing && <p>{words.nothing}</p>}
          {!error && !hasNothing && (
            <>
              <TargetChoice
                legend={t('logoutDialog.legend')}
                plan={planned && { targets: planned }}
                targets={places}
                chosen={chosen}
                onChange={setChoice}
                isDisabled={logout.isPending}
              />
              <p className="pk-muted">{words.keeps}</p>
            </>
          )}
          {logout.error && <ErrorAlert error={logout.error} />}
        </>
      )}
    </Dialog>
  );
}
