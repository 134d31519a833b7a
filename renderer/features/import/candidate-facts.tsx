import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon';
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportCandidate, ImportConflict } from '../../../shared/importing.ts';
import { Tag } from '../../components/tag.tsx';
import { RelativeTime } from '../../components/verdict.tsx';

const CONFLICTS: Record<
  ImportConflict,
  { tone?: 'success' | 'warning' | 'info'; Icon: ComponentType }
> = {
  new: { tone: 'info', Icon: PlusIcon },
  'other-user': { tone: 'info', Icon: PlusIcon },
  same: { tone: 'success', Icon: CheckCircleIcon },
  different: { tone: 'warning', Icon: ExclamationTriangleIcon },
  undecided: { tone: 'warning', Icon: ExclamationTriangleIcon },
};

/** How a candidate compares with what is stored, or why it cannot be imported. */
export function CandidateState({ candidate }: { readonly candidate: ImportCandidate }) {
  const { t } = useTranslation();
  const { problem, conflict, otherUsers } = candidate;
  if (problem) {
    return (
      <div className="pk-stack-tight">
        <Tag icon={<MinusCircleIcon />}>{t('import.cannot')}</Tag>
        <span className="pk-small">{t(`import.problem.${problem}`)}</span>
      </div>
    );
  }
  if (!conflict) return <span className="pk-muted pk-small">{t('import.needsRegistry')}</span>;
  const { tone, Icon } = CONFLICTS[conflict];
  return (
    <div className="pk-stack-tight">
      <Tag {...(tone && { tone })} icon={<Icon />}>
        {t(`import.conflict.${conflict}.name`)}
      </Tag>
      <span className="pk-small">{t(`import.conflict.${conflict}.text`)}</span>
      {otherUsers.length > 0 && (
        <span className="pk-muted pk-small">
          {t('import.otherUsers', { users: otherUsers.join(', ') })}
        </span>
      )}
    </div>
  );
}

/** What a candidate is, how old its token says it is, and where in the text it stood. */
export function CandidateFacts({ candidate }: { readonly candidate: ImportCandidate }) {
  const { t } = useTranslation();
  const { kind, issuedAt, expiresAt, holder, shell, rivals } = candidate;
  return (
    <div className="pk-stack-tight">
      <span>{t(`kind.${kind}.name`)}</span>
      {issuedAt && (
        <span className="pk-muted pk-small">
          {t('import.issued')} <RelativeTime at={issuedAt} />
        </span>
      )}
      {expiresAt && (
        <span className="pk-muted pk-small">
          {t('import.expires')} <RelativeTime at={expiresAt} />
        </span>
      )}
      {holder && (
        <span className="pk-muted pk-small">
          {t('import.holder')} <code>{holder}</code>
        </span>
      )}
      {shell && (
        <span className="pk-muted pk-small">
          {t('import.shell', { shell: t(`import.shellName.${shell}`) })}
        </span>
      )}
      {rivals.length > 0 && <span className="pk-small">{t('import.rivals')}</span>}
    </div>
  );
}
