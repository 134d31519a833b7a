import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { duration } from '../../dates.ts';
import { groupsOf, isStopped } from './probe-groups.ts';
import { ProbeItem } from './probe-item.tsx';
import { RemedyButton, TrustButton } from './remedy-button.tsx';
import type { Progress } from './use-diagnosis.ts';

/** What is no news, in the order in which it may be of use. */
const FOLDED = ['consequences', 'passed', 'reached', 'skipped'] as const;

interface Props {
  /** Of its heading, where a summary leads to. */
  readonly id: string;
  readonly progress: Progress;
  /** The run; null before it ended. */
  readonly of: string | null;
  /** Looks at one probe again, or at everything; null while nothing can be repeated. */
  readonly onRerun: ((probeId: string | null) => void) | null;
}

/** One registry or image: the cause, what to do, and every probe. */
export function RegistryResult({ id, progress, of, onRerun }: Props) {
  const { t, i18n } = useTranslation();
  const { name, done } = progress;
  const { news, ...folded } = groupsOf(progress);
  return (
    <section className="pk-target" aria-label={name}>
      <header className="pk-diagnosed">
        <h2 id={id} tabIndex={-1}>
          <code className="pk-path">{name}</code>
        </h2>
        {done && (
          <span className="pk-muted pk-small">
            {[
              done.username === null
                ? t('diagnosis.asNobody')
                : t('imageCheck.askedAs', { user: done.username }),
              duration(done.durationMs, i18n.language),
            ].join(' · ')}
          </span>
        )}
        {done && of && (
          <div className="pk-actions">
            <Button
              variant="link"
              isInline
              isAriaDisabled={onRerun === null}
              onClick={() => onRerun?.(null)}
            >
              {t('diagnosis.wholeAgain')}
            </Button>
            {!done.plainHttp && !isAboutTrust(done) && (
              <TrustButton
                of={of}
                name={name}
                isIntercepted={false}
                label={t('trust.open')}
                onClosed={(isChanged) => isChanged && onRerun?.(null)}
              />
            )}
          </div>
        )}
      </header>
      {done && <Headline done={done} of={of} onRerun={onRerun} />}
      {news.length > 0 && (
        <ol className="pk-probes">
          {news.map((probe) => {
            const isFirst = probe.id === done?.headline?.probeId;
            return (
              <ProbeItem
                // What comes to be the headline opens; what is looked at again stays as it is.
                key={`${probe.id} ${isFirst}`}
                probe={probe}
                isOpen={isFirst}
                onRerun={onRerun}
              />
            );
          })}
        </ol>
      )}
      {FOLDED.map((group) => (
        <Folded
          key={group}
          summary={t(`diagnosis.folded.${group}`, { count: folded[group].length })}
          name={name}
          probes={folded[group]}
          onRerun={onRerun}
        />
      ))}
    </section>
  );
}

/** Whether a finding leads to the certificates already. */
function isAboutTrust({ headline, others }: RegistryDiagnosis): boolean {
  const remedies = [headline, ...others].map((finding) => finding?.remedy);
  return remedies.includes('add-authority') || remedies.includes('mend-server-chain');
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
  readonly of: Props['of'];
  readonly onRerun: Props['onRerun'];
}

/** The first real cause with its remedy, and what is wrong besides. */
function Headline({ done, of, onRerun }: HeadlineProps) {
  const { t } = useTranslation();
  const { headline, others } = done;
  const wasStopped = isStopped(done);
  return (
    <div role="status" className="pk-stack">
      {headline === null && (
        <Alert
          variant={wasStopped ? 'info' : 'success'}
          isInline
          component="h3"
          title={wasStopped ? t('diagnosis.stopped') : t('diagnosis.healthy')}
        />
      )}
      {[...(headline ? [headline] : []), ...others].map((finding) => (
        <Alert
          key={`${finding.probeId} ${finding.cause}`}
          variant={finding.severity === 'fail' ? 'danger' : 'warning'}
          isInline
          component="h3"
          title={t(`diagnosis.cause.${finding.cause}`)}
          actionLinks={<RemedyButton finding={finding} done={done} of={of} onRerun={onRerun} />}
        >
          <p>{t(`diagnosis.remedy.${finding.remedy}`)}</p>
        </Alert>
      ))}
    </div>
  );
}
