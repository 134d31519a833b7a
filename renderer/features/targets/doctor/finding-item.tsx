import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { Finding, FindingCode } from '../../../../shared/doctor.ts';
import type { CandidateReason } from '../../../../shared/lookup.ts';
import { useReasonWords } from '../../../components/reason-words.ts';
import { RelativeTime } from '../../../components/verdict.tsx';
import { SeverityWord } from './severity-word.tsx';

interface Props {
  readonly finding: Finding;
  readonly onFix: (finding: Finding) => void;
}

const OCTAL_MODE = /^0[0-7]{3}$/;
const OWNERS: readonly FindingCode[] = ['owned-by-root', 'owned-by-another'];
/** Their reason is a word of the program that the cause already says in the reader's. */
const SAID: readonly FindingCode[] = ['url-form-twin', 'hub-alias-twin', 'bad-base64', 'no-colon'];

/** Why a key matches nothing, in the words of the lookup. */
const MISFITS = [
  'wrong-case',
  'other-port',
  'scheme-not-understood',
  'path-not-understood',
  'glob-not-understood',
  'namespace-not-understood',
] as const satisfies readonly CandidateReason[];
/** What a file holds that a tool left behind. */
const CONTENTS = ['credentials', 'nothing', 'unreadable'] as const;

/** One finding: what it is, why, what it does to a pull, what was seen, and its fix. */
export function FindingItem({ finding, onFix }: Props) {
  const { t } = useTranslation();
  const words = useReasonWords();
  const { code, severity, evidence, fix, path, modifiedAt } = finding;
  const title = t(`doctor.finding.${code}.title`);
  const { key, helper, username, reason, line, column } = evidence;
  const reasonWords = (value: string) => {
    if (OWNERS.includes(code)) return t('doctor.evidence.owner', { value });
    if (OCTAL_MODE.test(value)) return t('doctor.evidence.mode', { value });
    const misfit = MISFITS.find((each) => each === value);
    if (misfit !== undefined) return t('evidence.reason', { value: t(`lookup.why.${misfit}`) });
    if (code === 'symlink' || code === 'symlink-dangling') {
      return t('doctor.evidence.link', { value });
    }
    if (code === 'hard-linked') return t('doctor.evidence.names', { value });
    const content = CONTENTS.find((each) => each === value);
    if (code === 'leftover-temporary' && content !== undefined) {
      return t(`doctor.evidence.holds.${content}`);
    }
    return words(value);
  };
  const seen = [
    key && t('doctor.evidence.key', { value: key }),
    helper && t('doctor.evidence.helper', { value: `docker-credential-${helper}` }),
    username && t('doctor.evidence.user', { value: username }),
    evidence.path && evidence.path !== path && t('evidence.path', { value: evidence.path }),
    line !== undefined && t('evidence.place', { line, column: column ?? 1 }),
    reason && !SAID.includes(code) && reasonWords(reason),
  ].filter((part) => typeof part === 'string' && part !== '');
  return (
    <li>
      <div className="pk-entry-head">
        <h4>
          <SeverityWord severity={severity} /> {title}
        </h4>
        {fix && (
          <Button
            variant="secondary"
            size="sm"
            aria-label={t('doctor.fixOf', { title, subject: key ?? helper ?? path })}
            onClick={() => onFix(finding)}
          >
            {t('doctor.fixAction')}
          </Button>
        )}
      </div>
      <p>{t(`doctor.finding.${code}.cause`)}</p>
      <p>{t(`doctor.finding.${code}.pull`)}</p>
      {!fix && <p>{t('doctor.noFix')}</p>}
      {seen.length > 0 && <p className="pk-evidence">{seen.join(' · ')}</p>}
      {modifiedAt && (
        <p className="pk-muted pk-small">
          <RelativeTime at={modifiedAt} />
        </p>
      )}
    </li>
  );
}
