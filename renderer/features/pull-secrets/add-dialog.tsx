import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { PullSecretEntry, PullSecretView } from '../../../shared/pull-secret.ts';
import { authKeyFor, registryOfKey } from '../../../shared/registry.ts';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PersonalLogin } from '../../components/personal-login.tsx';
import { credentialsQuery } from '../../queries.ts';
import { leaving, useRun } from '../../run.ts';
import { isExpiry, type PullSecret } from './use-pull-secret.ts';

interface Props {
  readonly job: PullSecret;
  readonly view: PullSecretView;
  /** The registry whose entry is to be replaced; null for any. */
  readonly registry: string | null;
  readonly onClose: () => void;
}

const keyOf = (credential: CredentialView) => authKeyFor(scopeOf(credential), 'docker-config');

/** Puts stored credentials into the pull secret, each in the place of what there is for its registry. */
export function AddDialog({ job, view, registry, onClose }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const credentials = useQuery(credentialsQuery);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [accepts, setAccepts] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const all = credentials.data ?? [];
  const fitting = registry === null ? all : all.filter((each) => each.registry === registry);
  const shown = fitting.length > 0 ? fitting : all;
  const picked = all.filter(({ id }) => chosen.has(id));
  const personal = picked.filter(({ kind }) => kind === 'red-hat-login');

  const toggle = (credential: CredentialView, wanted: boolean) => {
    // A pull secret has one entry for a key.
    const rivals = all.filter((each) => keyOf(each) === keyOf(credential)).map(({ id }) => id);
    const next = new Set([...chosen].filter((id) => !rivals.includes(id)));
    if (wanted) next.add(credential.id);
    setChosen(next);
  };
  const confirm = async () => {
    setError(null);
    const credentialIds = [...chosen];
    try {
      const next = await run.start((runId) =>
        call('pull-secret.add', {
          runId,
          draftId: view.draftId,
          credentialIds,
          acceptsPersonal: accepts,
        }),
      );
      await job.edit(async () => next);
      onClose();
    } catch (cause) {
      if (isExpiry(cause)) job.fail(cause as Error);
      else setError(cause as Error);
    }
  };

  const leave = leaving(run, onClose);

  return (
    <Dialog
      title={t('pullSecrets.add.title')}
      description={t('pullSecrets.add.text')}
      onClose={leave}
      footer={
        <>
          <Button
            variant="primary"
            isLoading={run.view.running}
            isDisabled={run.view.running || chosen.size === 0 || (personal.length > 0 && !accepts)}
            onClick={() => void confirm()}
          >
            {t('pullSecrets.add.confirm', { count: chosen.size })}
          </Button>
          <Button variant="link" onClick={leave}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {credentials.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
      {credentials.error && (
        <ErrorAlert error={credentials.error} onRetry={() => void credentials.refetch()} />
      )}
      {credentials.data?.length === 0 && <p className="pk-nothing">{t('pullSecrets.add.none')}</p>}
      {registry !== null && all.length > 0 && fitting.length === 0 && (
        <p>{t('pullSecrets.add.noneFor', { registry })}</p>
      )}
      <ul className="pk-choices">
        {shown.map((credential) => (
          <li key={credential.id} className={chosen.has(credential.id) ? 'pk-choice-on' : ''}>
            <Checkbox
              id={`add-${credential.id}`}
              isChecked={chosen.has(credential.id)}
              isDisabled={run.view.running}
              onChange={(_event, wanted) => toggle(credential, wanted)}
              label={
                <span className="pk-break">
                  <strong>{scopeOf(credential)}</strong> <bdi>{credential.username}</bdi>{' '}
                  <span className="pk-muted pk-small">{t(`kind.${credential.kind}.name`)}</span>
                </span>
              }
            />
            <Effect credential={credential} entries={view.entries} />
          </li>
        ))}
      </ul>
      {personal.length > 0 && (
        <PersonalLogin
          id="pull-secret-personal"
          users={personal.map(({ username }) => username)}
          label={t('pullSecrets.add.accept')}
          accepts={accepts}
          onAccept={setAccepts}
        />
      )}
      {run.view.storePromptLimitMs !== null && (
        <p className="pk-note">{t('run.storePromptShort')}</p>
      )}
      {error && <ErrorAlert error={error} />}
    </Dialog>
  );
}

interface EffectProps {
  readonly credential: CredentialView;
  readonly entries: readonly PullSecretEntry[];
}

/** What putting it in would do. */
function Effect({ credential, entries }: EffectProps) {
  const { t } = useTranslation();
  const key = keyOf(credential);
  const current =
    entries.find((entry) => entry.key === key) ??
    (credential.namespace === undefined
      ? entries.find((entry) => registryOfKey(entry.key) === credential.registry)
      : undefined);
  const words =
    current === undefined
      ? t('pullSecrets.add.new', { key })
      : current.username === credential.username
        ? t('pullSecrets.add.renews', { key: current.key })
        : t('pullSecrets.add.replaces', {
            user: current.username ?? t('unknown.username'),
            key: current.key,
          });
  return <span className="pk-choice-body pk-muted pk-small pk-break">{words}</span>;
}
