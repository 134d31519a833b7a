import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence, Probe } from '../../../shared/diagnosis.ts';
import { evidenceText } from '../../../shared/evidence-text.ts';
import { Tag } from '../../components/tag.tsx';
import { duration } from '../../dates.ts';
import type { RunningProbe } from './use-diagnosis.ts';

const LOOKS = {
  pass: { tone: 'success', icon: <CheckCircleIcon /> },
  warn: { tone: 'warning', icon: <ExclamationTriangleIcon /> },
  fail: { tone: 'danger', icon: <ExclamationCircleIcon /> },
  skipped: { icon: <MinusCircleIcon /> },
  running: { icon: <Spinner diameter="0.875rem" aria-hidden /> },
} as const satisfies Record<
  Probe['status'] | 'running',
  { readonly tone?: 'success' | 'warning' | 'danger'; readonly icon: ReactNode }
>;

interface Props {
  readonly probe: Probe | RunningProbe;
  readonly onRerun: ((probeId: string) => void) | null;
}

/** One probe: what it looked at, how it ended, and on demand what it saw. */
export function ProbeItem({ probe, onRerun }: Props) {
  const { t, i18n } = useTranslation();
  // Another look leaves it as it is.
  const [isOpen, setOpen] = useState(false);
  const { kind, target, status } = probe;
  const name = t(`diagnosis.probe.${kind}`);
  return (
    <li>
      <div className="pk-inline">
        <Tag {...LOOKS[status]}>{t(`diagnosis.status.${status}`)}</Tag>
        <strong>{name}</strong>
        {target && <code className="pk-path">{target}</code>}
        <span className="pk-muted pk-small">
          {probe.status === 'running'
            ? t('run.limit', { limit: duration(probe.limitMs, i18n.language) })
            : probe.because
              ? t(`diagnosis.skipped.${probe.because}`)
              : duration(probe.durationMs, i18n.language)}
        </span>
      </div>
      {probe.status !== 'running' && probe.evidence.length > 0 && (
        <details
          className="pk-disclosure"
          open={isOpen}
          onToggle={(event) => setOpen(event.currentTarget.open)}
        >
          <summary>
            {t('diagnosis.evidenceOf', { count: probe.evidence.length })}
            <span className="pk-visually-hidden"> – {name}</span>
          </summary>
          <dl className="pk-pairs pk-small">
            {probe.evidence.map((evidence) => (
              <EvidencePair key={JSON.stringify(evidence)} evidence={evidence} />
            ))}
          </dl>
          {onRerun && (
            <Button variant="link" isInline onClick={() => onRerun(probe.id)}>
              {t('diagnosis.again')}
            </Button>
          )}
        </details>
      )}
    </li>
  );
}

function EvidencePair({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t(`diagnosis.evidence.${evidence.code}`)}</dt>
      <dd>
        <span className="pk-path">
          {evidenceText(evidence, (key, values) => t(key, { ...values }))}
        </span>
      </dd>
    </>
  );
}
