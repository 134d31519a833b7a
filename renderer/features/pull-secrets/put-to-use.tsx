import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useMutation } from '@tanstack/react-query';
import { type UseFormRegister, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { PullSecretView } from '../../../shared/pull-secret.ts';
import {
  PULL_SECRET_FILES,
  PULL_SECRET_PLATFORMS,
  type PullSecretPlatform,
  type PullSecretStep,
  pullSecretCommands,
} from '../../../shared/pull-secret-commands.ts';
import { SHELLS, type Shell } from '../../../shared/shell-quoting.ts';
import { call } from '../../bridge.ts';

interface Fields {
  readonly platform: PullSecretPlatform;
  readonly shell: Shell;
  readonly node: string;
  readonly image: string;
}

const DEFAULTS: Fields = {
  platform: 'openshift',
  shell: 'sh',
  node: '',
  image: 'registry.redhat.io/ubi9/ubi:latest',
};
/** What has nodes that one tries an image on, by their name. */
const HAS_NODES: ReadonlySet<PullSecretPlatform> = new Set(['openshift', 'hosted']);

interface Props {
  /** Null while no pull secret is open. */
  readonly view: PullSecretView | null;
  readonly onFail: (error: Error) => void;
}

/** The commands for each kind of cluster, in the order in which they are run. */
export function PutToUse({ view, onFail }: Props) {
  const { t } = useTranslation();
  const isOpen = view !== null;
  const savedPath = view?.savedPath ?? null;
  const { register, watch } = useForm<Fields>({ defaultValues: DEFAULTS });
  const { platform, shell, node, image } = watch();
  const typed = {
    platform,
    shell,
    node: node.trim() || 'NODE',
    image: image.trim() || 'IMAGE',
  };
  const copy = useMutation({
    mutationFn: (step: PullSecretStep) =>
      call('pull-secret.copy-command', { ...typed, draftId: view?.draftId ?? null, step }),
    onError: onFail,
  });
  const commands = pullSecretCommands({ ...typed, file: savedPath ?? PULL_SECRET_FILES.file });
  // Before one is open there is nothing to put anywhere: the first command gets it.
  const shown = isOpen ? commands : commands.filter(({ step }) => step === 'keep');
  return (
    <section className="pk-stack" aria-labelledby="pull-secret-use">
      <h2 id="pull-secret-use">
        {isOpen ? t('pullSecrets.use.title') : t('pullSecrets.open.fetch')}
      </h2>
      <div className="pk-pull-secret-options">
        <Segments
          legend={t('pullSecrets.use.platform')}
          options={PULL_SECRET_PLATFORMS.map((each) => ({
            value: each,
            label: t(`pullSecrets.platform.${each}`),
          }))}
          name="platform"
          register={register}
        />
        <Segments
          legend={t('pullSecrets.use.shell')}
          options={SHELLS.map((each) => ({ value: each, label: t(`export.shell.${each}`) }))}
          name="shell"
          register={register}
        />
      </div>
      <p className="pk-note">{t(`pullSecrets.platformMeans.${platform}`)}</p>
      {isOpen && (
        <div className="pk-pull-secret-options">
          {HAS_NODES.has(platform) && (
            <TextField name="node" label={t('pullSecrets.use.node')} register={register} />
          )}
          {platform !== 'crc' && (
            <TextField name="image" label={t('pullSecrets.use.image')} register={register} />
          )}
        </div>
      )}
      {isOpen && savedPath === null && (
        <p className="pk-muted pk-small">{t('pullSecrets.use.saveFirst')}</p>
      )}
      <ol className="pk-pull-secret-steps">
        {shown.map(({ step, text }) => (
          <li key={step}>
            <div className="pk-pull-secret-head">
              <h3>{t(`pullSecrets.step.${step}`)}</h3>
              <div className="pk-inline">
                <span role="status" className="pk-muted pk-small">
                  {copy.isSuccess && copy.variables === step && t('pullSecrets.use.copied')}
                </span>
                <Button
                  variant="link"
                  isInline
                  aria-label={t('pullSecrets.use.copyOf', { step: t(`pullSecrets.step.${step}`) })}
                  onClick={() => copy.mutate(step)}
                >
                  {t('pullSecrets.use.copy')}
                </Button>
              </div>
            </div>
            <pre className="pk-script" dir="ltr">
              {text}
            </pre>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface SegmentsProps {
  readonly legend: string;
  readonly name: 'platform' | 'shell';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly register: UseFormRegister<Fields>;
}

function Segments({ legend, name, options, register }: SegmentsProps) {
  return (
    <fieldset className="pk-fieldset">
      <legend>{legend}</legend>
      <div className="pk-segments">
        {options.map(({ value, label }) => (
          <label key={value} className="pk-segment">
            <input type="radio" value={value} {...register(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const LENGTH_MAX = { node: 253, image: 1024 } as const;

interface TextFieldProps {
  readonly name: keyof typeof LENGTH_MAX;
  readonly label: string;
  readonly register: UseFormRegister<Fields>;
}

function TextField({ name, label, register }: TextFieldProps) {
  const { ref, onChange, onBlur } = register(name);
  const id = `pull-secret-${name}`;
  return (
    <FormGroup label={label} fieldId={id}>
      <TextInput
        id={id}
        name={name}
        ref={ref}
        onChange={(event) => void onChange(event)}
        onBlur={(event) => void onBlur(event)}
        defaultValue={DEFAULTS[name]}
        maxLength={LENGTH_MAX[name]}
        autoComplete="off"
        spellCheck={false}
        {...(name === 'node' && { placeholder: 'worker-0' })}
      />
    </FormGroup>
  );
}
