import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { EntryState, TargetId, TargetPlace } from '../../../shared/target.ts';
import { KeptSessions } from '../../components/kept-sessions.tsx';
import { useReadBy } from '../../components/read-by.ts';
import { StateLabel } from '../../components/state-label.tsx';
import { CheckExplained, RelativeTime, VerdictWord } from '../../components/verdict.tsx';
import { AboutCredential } from './about-credential.tsx';
import type { RowAction } from './row-action.ts';
import { SecretSection } from './secret-section.tsx';
import { UsedBy } from './used-by.tsx';

interface Props {
  readonly credential: CredentialView;
  readonly places: ReadonlyMap<TargetId, TargetPlace>;
  readonly onAction: (action: RowAction) => void;
}

/** The states that writing again puts right. */
const WRITABLE: ReadonlySet<EntryState> = new Set(['missing', 'different']);

/** What the files say about a credential, place by place, and what its last check found. */
export default function CredentialDetails({ credential, places, onAction }: Props) {
  const { t } = useTranslation();
  const readByWords = useReadBy();
  const { lastCheck, states, namespace } = credential;
  return (
    <div className="pk-details">
      <section>
        <h2>{t('details.targets')}</h2>
        {namespace !== undefined && (
          <p className="pk-muted">{t('details.namespace', { scope: scopeOf(credential) })}</p>
        )}
        {states.length === 0 && (
          <>
            <p className="pk-muted">{t('details.noTargets')}</p>
            <Button
              variant="secondary"
              size="sm"
              onClick={() => onAction({ type: 'write', credential, targetId: null })}
            >
              {t('credentials.writeAgain')}
            </Button>
          </>
        )}
        <ul className="pk-places">
          {states.map(({ targetId, key, state, username }) => {
            const target = places.get(targetId);
            return (
              <li key={`${targetId} ${key}`}>
                <div className="pk-place-head">
                  <code className="pk-path">{target?.path ?? targetId}</code>
                  <StateLabel state={state} />
                </div>
                <p>{t(`state.${state}.advice`)}</p>
                <p className="pk-muted pk-small">
                  {[
                    t('details.key', { key }),
                    username && t('details.logsInAs', { user: username }),
                    target && readByWords(target),
                    target?.volatile && t('targets.volatile'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                <div className="pk-actions">
                  {WRITABLE.has(state) && (
                    <Button
                      variant="secondary"
                      size="sm"
                      onClick={() => onAction({ type: 'write', credential, targetId })}
                    >
                      {t('details.writeHere')}
                    </Button>
                  )}
                  {state !== 'missing' && state !== 'unreadable' && (
                    <Button
                      variant="link"
                      size="sm"
                      onClick={() => onAction({ type: 'logout', credential, targetId })}
                    >
                      {t('details.logOutHere')}
                    </Button>
                  )}
                </div>
              </li>
            );
          })}
        </ul>
        <Link
          to={{
            pathname: '/lookup',
            search: `?${new URLSearchParams({ reference: scopeOf(credential) })}`,
          }}
        >
          {t('details.lookup')}
        </Link>
      </section>
      <section>
        <h2>{t('details.lastCheck')}</h2>
        {lastCheck ? (
          <>
            <p className="pk-inline">
              <VerdictWord verdict={lastCheck.verdict} /> <RelativeTime at={lastCheck.at} />
            </p>
            <CheckExplained check={lastCheck} />
          </>
        ) : (
          <p className="pk-muted">{t('credentials.neverChecked')}</p>
        )}
        <Button
          variant="link"
          isInline
          onClick={() => onAction({ type: 'check', credential, targetId: null })}
        >
          {t('credentials.checkAgain')}
        </Button>
        <p className="pk-muted pk-small">
          {t('details.added')} <RelativeTime at={credential.createdAt} />
        </p>
      </section>
      <KeptSessions credential={credential} />
      <AboutCredential credential={credential} onAction={onAction} />
      <UsedBy credential={credential} />
      <SecretSection credentialId={credential.id} />
    </div>
  );
}
