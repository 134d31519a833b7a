import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { DriftNotice } from '../../../shared/drift.ts';
import type { TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { RelativeTime } from '../../components/verdict.tsx';
import { placesQuery, someCredentialsQuery } from '../../queries.ts';
import type { RowAction } from './row-action.ts';

interface Props {
  readonly notices: readonly DriftNotice[];
  readonly onAction: (action: RowAction) => void;
}

const FIRST_NOTICES = 2;

/** What other tools did to what was written, each to be put back or to be accepted. */
export default function DriftNotices({ notices, onAction }: Props) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(FIRST_NOTICES);
  const places = useQuery(placesQuery);
  const credentials = useQuery(
    someCredentialsQuery([...new Set(notices.map(({ credentialId }) => credentialId))]),
  );
  const about = new Map(credentials.data?.map((credential) => [credential.id, credential]));
  const paths = new Map(places.data?.map(({ id, path }) => [id, path]));
  // A notice may outlive its credential until the next word from main.
  const known = notices.flatMap((notice) => {
    const credential = about.get(notice.credentialId);
    return credential ? [{ notice, credential }] : [];
  });
  if (known.length === 0) return null;
  return (
    <Alert
      variant="warning"
      isInline
      component="h2"
      title={t('drift.title', { count: known.length })}
    >
      <ul className="pk-drift">
        {known.slice(0, limit).map(({ notice, credential }) => (
          <Notice
            key={`${notice.credentialId} ${notice.targetId}`}
            notice={notice}
            credential={credential}
            path={paths.get(notice.targetId) ?? notice.targetId}
            onPutBack={(targetId) => onAction({ type: 'write', credential, targetId })}
          />
        ))}
      </ul>
      <p className="pk-muted pk-small">
        {[
          known.some((each) => !hasOtherSecret(each.notice, each.credential)) &&
            t('drift.keepLeaves'),
          known.some((each) => hasOtherSecret(each.notice, each.credential)) &&
            t('drift.keepTakesSecret'),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {known.length > limit && (
        <Button variant="link" isInline onClick={() => setLimit(known.length)}>
          {t('drift.showMore', { count: known.length - limit })}
        </Button>
      )}
    </Alert>
  );
}

/** The same user with another secret, which the credential can take. */
function hasOtherSecret({ kind, usernameNow }: DriftNotice, { username }: CredentialView): boolean {
  return kind === 'replaced' && usernameNow === username;
}

interface NoticeProps {
  readonly notice: DriftNotice;
  readonly credential: CredentialView;
  readonly path: string;
  readonly onPutBack: (targetId: TargetId) => void;
}

function Notice({ notice, credential, path, onPutBack }: NoticeProps) {
  const { t } = useTranslation();
  const { credentialId, targetId, kind, usernameNow, at } = notice;
  const keep = useMutation({
    mutationFn: () => call('drift.keep-theirs', { credentialId, targetId }),
  });
  const values = { user: credential.username, registry: scopeOf(credential) };
  return (
    <li>
      <p>
        {hasOtherSecret(notice, credential)
          ? t('drift.otherSecret', values)
          : t(`drift.kind.${kind}`, { ...values, now: usernameNow ?? t('unknown.username') })}
      </p>
      <p className="pk-muted pk-small">
        <code className="pk-path">{path}</code> · <RelativeTime at={at} />
      </p>
      <div className="pk-actions">
        <Button
          variant="secondary"
          size="sm"
          aria-label={t('drift.putBackOf', values)}
          onClick={() => onPutBack(targetId)}
        >
          {t('drift.putBack')}
        </Button>
        <Button
          variant="link"
          size="sm"
          aria-label={t('drift.keepOf', values)}
          isDisabled={keep.isPending}
          onClick={() => keep.mutate()}
        >
          {t('drift.keep')}
        </Button>
      </div>
      {keep.error && <ErrorAlert error={keep.error} />}
    </li>
  );
}
