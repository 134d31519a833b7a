import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { useTranslation } from 'react-i18next';
import type { RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { duration } from '../../dates.ts';
import { ProbeItem } from './probe-item.tsx';
import { RemedyButton } from './remedy-button.tsx';
import type { Progress } from './use-diagnosis.ts';

interface Props {
  readonly progress: Progress;
  /** Null while nothing can be repeated. */
  readonly onRerun: ((probeId: string) => void) | null;
}

/** One registry or image: the cause, what to do, and every probe. */
export function RegistryResult({ progress: { name, probes, done }, onRerun }: Props) {
  const { t, i18n } = useTranslation();
  const folded = new Set(done?.consequences);
  // Two dozen hosts without a finding would hide the one that has.
  const reached = probes.filter(({ kind, status }) => kind === 'allow-list' && status === 'pass');
  const shown = probes.filter((probe) => !folded.has(probe.id) && !reached.includes(probe));
  const behind = probes.filter(({ id }) => folded.has(id));
  return (
    <section className="pk-target" aria-label={name}>
      <header>
        <h2>
          <code className="pk-path">{name}</code>
        </h2>
        {done && (
          <p className="pk-muted pk-small">
            {[
              done.username === null
                ? t('diagnosis.asNobody')
                : t('imageCheck.askedAs', { user: done.username }),
              duration(done.durationMs, i18n.language),
            ].join(' · ')}
          </p>
        )}
      </header>
      {done && <Headline done={done} onRerun={onRerun} />}
      <ol className="pk-probes">
        {shown.map((probe) => (
          <ProbeItem key={probe.id} probe={probe} onRerun={onRerun} />
        ))}
      </ol>
      <Folded
        summary={t('diagnosis.reached', { count: reached.length })}
        name={name}
        probes={reached}
        onRerun={onRerun}
      />
      <Folded
        summary={t('diagnosis.consequences', { count: behind.length })}
        name={name}
        probes={behind}
        onRerun={onRerun}
      />
    </section>
  );
}

interface FoldedProps {
  readonly summary: string;
  readonly name: string;
  readonly probes: Progress['probes'];
  readonly onRerun: Props['onRerun'];
}

/** Probes that are no news, one press away. */
function Folded({ summary, name, probes, onRerun }: FoldedProps) {
  if (probes.length === 0) return null;
  return (
    <details className="pk-disclosure">
      <summary>
        {summary}
        <span className="pk-visually-hidden"> – {name}</span>
      </summary>
      <ol className="pk-probes">
        {probes.map((probe) => (
          <ProbeItem key={probe.id} probe={probe} onRerun={onRerun} />
        ))}
      </ol>
    </details>
  );
}

interface HeadlineProps {
  readonly done: RegistryDiagnosis;
  readonly onRerun: Props['onRerun'];
}

/** The first real cause with its remedy, and what is wrong besides. */
function Headline({ done, onRerun }: HeadlineProps) {
  const { t } = useTranslation();
  const { headline, others } = done;
  return (
    <div role="status" className="pk-stack">
      {headline === null && (
        <Alert variant="success" isInline component="h3" title={t('diagnosis.healthy')} />
      )}
      {[...(headline ? [headline] : []), ...others].map((finding) => (
        <Alert
          key={`${finding.probeId} ${finding.cause}`}
          variant={finding.severity === 'fail' ? 'danger' : 'warning'}
          isInline
          component="h3"
          title={t(`diagnosis.cause.${finding.cause}`)}
          actionLinks={<RemedyButton finding={finding} done={done} onRerun={onRerun} />}
        >
          <p>{t(`diagnosis.remedy.${finding.remedy}`)}</p>
        </Alert>
      ))}
    </div>
  );
}
