import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import TachometerAltIcon from '@patternfly/react-icons/dist/dynamic/icons/tachometer-alt-icon';
import { useTranslation } from 'react-i18next';
import type { CheckResult } from '../../../shared/credential.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { PullSecretEntry } from '../../../shared/pull-secret.ts';
import { TableCell, TableRow } from '../../components/data-table.tsx';
import { Tag } from '../../components/tag.tsx';
import { RelativeTime, VerdictWord } from '../../components/verdict.tsx';

interface Props {
  readonly entry: PullSecretEntry;
  /** What came of the run that is going on. */
  readonly asked:
    | { readonly check: CheckResult | null; readonly problem: ErrorCode | null }
    | undefined;
  readonly isAsking: boolean;
  readonly isHeld: boolean;
  readonly onCheck: () => void;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

export function EntryRow(props: Props) {
  const { entry, isHeld } = props;
  const { t } = useTranslation();
  const { key, username, email, kind, issuedAt, expiresAt, isTelemetry } = entry;
  return (
    <TableRow>
      <TableCell label={t('pullSecrets.column.entry')}>
        <div className="pk-stack-tight">
          <code className="pk-break">{key}</code>
          <span className="pk-break">
            <bdi>{username ?? t('unknown.username')}</bdi>
          </span>
          {email !== null && email !== '' && (
            <span className="pk-muted pk-small pk-break">{t('pullSecrets.email', { email })}</span>
          )}
        </div>
      </TableCell>
      <TableCell label={t('pullSecrets.column.what')}>
        <div className="pk-stack-tight">
          {isTelemetry ? (
            <Tag tone="info" icon={<TachometerAltIcon />}>
              {t('pullSecrets.telemetry')}
            </Tag>
          ) : (
            kind && <span>{t(`kind.${kind}.name`)}</span>
          )}
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
        </div>
      </TableCell>
      <TableCell label={t('pullSecrets.column.problem')}>
        {entry.fault ? (
          <Tag tone="danger" icon={<ExclamationTriangleIcon />}>
            {t(`pullSecrets.faultShort.${entry.fault.code}`, { member: entry.fault.member ?? '' })}
          </Tag>
        ) : (
          <span className="pk-muted">{t('pullSecrets.sound')}</span>
        )}
      </TableCell>
      <TableCell label={t('pullSecrets.column.check')}>
        <Check {...props} />
      </TableCell>
      <TableCell className="pk-pull-secret-acts">
        <div className="pk-inline">
          {!isTelemetry && (
            <Button
              variant="link"
              isInline
              isDisabled={isHeld}
              aria-label={t('pullSecrets.replaceOne', { key })}
              onClick={props.onReplace}
            >
              {t('pullSecrets.replace')}
            </Button>
          )}
          <Button
            variant="link"
            isInline
            isDanger
            isDisabled={isHeld}
            aria-label={t('pullSecrets.removeOne', { key })}
            onClick={props.onRemove}
          >
            {t('pullSecrets.remove')}
          </Button>
        </div>
      </TableCell>
    </TableRow>
  );
}

function Check({ entry, asked, isAsking, isHeld, onCheck }: Props) {
  const { t } = useTranslation();
  const { key, isTelemetry, isCheckable } = entry;
  if (isTelemetry) {
    return <span className="pk-muted pk-small">{t('pullSecrets.telemetryMeans')}</span>;
  }
  if (!isCheckable) return <span className="pk-muted">{t('pullSecrets.notChecked')}</span>;
  const check = asked?.check ?? entry.check;
  const problem = asked?.problem ?? null;
  return (
    <div className="pk-stack-tight" aria-live="polite">
      {isAsking ? (
        <Spinner diameter="1rem" aria-label={t('run.status.running')} />
      ) : (
        <>
          {check && (
            <>
              <VerdictWord verdict={check.verdict} />
              <span className="pk-small">{t(`check.${check.reason}.title`)}</span>
            </>
          )}
          {problem && (
            <span className="pk-small">{t(`errors.${problem}.title`, { registry: key })}</span>
          )}
          <Button
            variant="link"
            isInline
            isDisabled={isHeld}
            aria-label={t('pullSecrets.check.one', { key })}
            onClick={onCheck}
          >
            {check ? t('credentials.checkAgain') : t('pullSecrets.check.word')}
          </Button>
        </>
      )}
    </div>
  );
}
