import BanIcon from '@patternfly/react-icons/dist/dynamic/icons/ban-icon';
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import DisconnectedIcon from '@patternfly/react-icons/dist/dynamic/icons/disconnected-icon';
import QuestionCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/question-circle-icon';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckResult, Verdict } from '../../shared/credential.ts';
import { absoluteTime, duration, relativeTime, useNowMs } from '../dates.ts';

const ICONS: Record<Verdict, ComponentType> = {
  verified: CheckCircleIcon,
  rejected: BanIcon,
  'not-checked': QuestionCircleIcon,
  unreachable: DisconnectedIcon,
};

/** One of the four words a check may end with. */
export function VerdictWord({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation();
  const Icon = ICONS[verdict];
  return (
    <span className={`pk-verdict pk-verdict-${verdict}`}>
      <Icon />
      <span>{t(`verdict.${verdict}`)}</span>
    </span>
  );
}

/** How long ago, with the exact time to whoever asks for it. */
export function RelativeTime({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  const nowMs = useNowMs(at);
  // Said when it is asked for: the first list does not wait for the calendar.
  const [title, setTitle] = useState('');
  return (
    <time
      dateTime={at}
      title={title}
      onPointerEnter={() => setTitle(absoluteTime(at, i18n.language))}
    >
      {relativeTime(at, nowMs, i18n.language)}
    </time>
  );
}

/** Verdict and age of a check, in two lines. */
export function LastCheck({ check }: { readonly check: CheckResult | null }) {
  const { t } = useTranslation();
  if (!check) return <span className="pk-muted">{t('credentials.neverChecked')}</span>;
  return (
    <div className="pk-stack-tight">
      <VerdictWord verdict={check.verdict} />
      <span className="pk-muted pk-small">
        <RelativeTime at={check.at} />
      </span>
    </div>
  );
}

/** What a check found, why, and the next step. */
export function CheckExplained({ check }: { readonly check: CheckResult }) {
  const { t, i18n } = useTranslation();
  const host = check.host ?? t('unknown.host');
  const values = { host, status: check.httpStatus ?? '' };
  const evidence = [
    check.httpStatus !== null && t('evidence.httpStatus', { host, value: check.httpStatus }),
    check.message && t('evidence.message', { value: check.message }),
    check.retryAfterSeconds !== undefined &&
      t('evidence.retryAfter', { value: duration(check.retryAfterSeconds * 1000, i18n.language) }),
  ].filter((part) => typeof part === 'string' && part !== '');
  return (
    <div className="pk-prose">
      <p>{t(`check.${check.reason}.text`, values)}</p>
      <p>{t(`check.${check.reason}.next`, values)}</p>
      {evidence.length > 0 && <p className="pk-evidence">{evidence.join(' · ')}</p>}
    </div>
  );
}
