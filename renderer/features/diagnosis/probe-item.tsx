import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence, Probe } from '../../../shared/diagnosis.ts';
import { evidenceText } from '../../../shared/evidence-text.ts';
import { duration } from '../../dates.ts';
import { StatusTag } from './status-tag.tsx';
import type { RunningProbe } from './use-diagnosis.ts';

interface Props {
  readonly probe: Probe | RunningProbe;
  /** Whether what it saw is shown at first. */
  readonly isOpen?: boolean;
  readonly onRerun: ((probeId: string) => void) | null;
}

/** One probe: what it looked at, how it ended, and on demand what it saw. */
export function ProbeItem({ probe, isOpen: isOpenAtFirst = false, onRerun }: Props) {
  const { t, i18n } = useTranslation();
  // Another look leaves it as it is.
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const { kind, target, status } = probe;
  const name = t(`diagnosis.probe.${kind}`);
  return (
    <li>
      <div className="pk-inline">
        <StatusTag status={status} />
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
