import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import FileAltIcon from '@patternfly/react-icons/dist/dynamic/icons/file-alt-icon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PULL_SECRET_BYTES_MAX } from '../../../shared/list-limits.ts';
import type { PullSecretRival, PullSecretView } from '../../../shared/pull-secret.ts';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PasteField } from '../../components/paste-field.tsx';
import { isExpiry, type PullSecret } from './use-pull-secret.ts';

interface Props {
  readonly job: PullSecret;
  readonly view: PullSecretView;
  readonly onClose: () => void;
}

type Rivals = readonly PullSecretRival[];

/** Takes entries of another pull secret over, each whole. */
export function MergeDialog({ job, view, onClose }: Props) {
  const { t } = useTranslation();
  const { draftId } = view;
  const [rivals, setRivals] = useState<Rivals | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);

  const compare = async (work: () => Promise<Rivals | null>) => {
    setBusy(true);
    setError(null);
    try {
      const found = await work();
      if (found !== null) {
        setRivals(found);
        // What is not here yet is what most come for; what would replace something is the user's to choose.
        setChosen(new Set(found.filter(isNewAndSound).map(({ key }) => key)));
      }
    } catch (cause) {
      if (isExpiry(cause)) job.fail(cause as Error);
      else setError(cause as Error);
    }
    setBusy(false);
  };
  const merge = async () => {
    const keys = [...chosen];
    if (await job.edit((id) => call('pull-secret.merge', { draftId: id, keys }))) onClose();
  };

  return (
    <Dialog
      title={t('pullSecrets.merge.title')}
      description={t('pullSecrets.merge.text')}
      onClose={onClose}
      footer={
        <>
          {rivals !== null && (
            <Button
              variant="primary"
              isDisabled={job.isBusy || chosen.size === 0}
              onClick={() => void merge()}
            >
              {t('pullSecrets.merge.confirm', { count: chosen.size })}
            </Button>
          )}
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {rivals === null ? (
        <>
          <PasteField
            id="pull-secret-other"
            label={t('pullSecrets.merge.label')}
            help={t('pullSecrets.merge.help')}
            action={t('pullSecrets.merge.action')}
            isBusy={isBusy}
            maxLength={PULL_SECRET_BYTES_MAX + 1}
            onRead={(text) =>
              void compare(() => call('pull-secret.compare-text', { draftId, text }))
            }
          />
          <div className="pk-actions">
            <Button
              variant="secondary"
              icon={<FileAltIcon />}
              isDisabled={isBusy}
              onClick={() => void compare(() => call('pull-secret.compare-file', { draftId }))}
            >
              {t('pullSecrets.merge.file')}
            </Button>
          </div>
        </>
      ) : (
        <RivalChoice rivals={rivals} chosen={chosen} onChange={setChosen} />
      )}
      {error && <ErrorAlert error={error} />}
      {job.error && <ErrorAlert error={job.error} />}
    </Dialog>
  );
}

function isNewAndSound({ relation, fault }: PullSecretRival): boolean {
  return relation === 'new' && fault === null;
}

interface ChoiceProps {
  readonly rivals: Rivals;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

function RivalChoice({ rivals, chosen, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  if (rivals.length === 0) return <p className="pk-nothing">{t('pullSecrets.merge.nothing')}</p>;
  const toggle = (key: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(key);
    else next.delete(key);
    onChange(next);
  };
  const words = ({ relation, usernameHere, usernameThere }: PullSecretRival) => {
    const here = usernameHere ?? t('unknown.username');
    const there = usernameThere ?? t('unknown.username');
    if (relation === 'new') return t('pullSecrets.merge.new', { there });
    if (relation === 'same') return t('pullSecrets.merge.same');
    return here === there
      ? t('pullSecrets.merge.differentSecret', { there })
      : t('pullSecrets.merge.different', { there, here });
  };
  return (
    <fieldset className="pk-fieldset">
      <legend>{t('pullSecrets.merge.choose')}</legend>
      <ul className="pk-choices">
        {rivals.map((rival, at) => (
          <li key={rival.key} className={chosen.has(rival.key) ? 'pk-choice-on' : ''}>
            <Checkbox
              id={`rival-${at}`}
              isChecked={chosen.has(rival.key)}
              isDisabled={rival.relation === 'same'}
              onChange={(_event, wanted) => toggle(rival.key, wanted)}
              label={<code className="pk-break">{rival.key}</code>}
            />
            <span className="pk-choice-body pk-small pk-break">
              {words(rival)}
              {rival.isTelemetry && ` · ${t('pullSecrets.telemetry')}`}
              {rival.fault &&
                ` · ${t(`pullSecrets.faultShort.${rival.fault.code}`, { member: rival.fault.member ?? '' })}`}
            </span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
