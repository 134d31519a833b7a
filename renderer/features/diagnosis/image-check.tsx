import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { adviseImage } from '../../../shared/image-advice.ts';
import { ImageAdviceCard } from './image-advice-card.tsx';
import { ImageCommands } from './image-commands.tsx';
import { ImagePull } from './image-pull.tsx';

/** An image is pasted: advice before anything is asked, the commands, and a real request. */
export function ImageCheck() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('image') ?? '';
  const [text, setText] = useState(asked);
  const advised = adviseImage(asked);
  const typed = adviseImage(text);
  const refusal =
    text !== '' && !typed.ok && (typed.reason !== 'no-repository' || text === asked)
      ? typed.reason
      : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const image = text.trim();
    if (image !== '') setSearch({ image });
  };

  return (
    <section className="pk-stack" aria-label={t('diagnosis.sections.image')}>
      <form onSubmit={submit} noValidate>
        <FormGroup label={t('imageCheck.field')} fieldId="image-reference">
          <div className="pk-toolbar">
            <TextInput
              id="image-reference"
              value={text}
              onChange={(_event, value) => setText(value)}
              placeholder="registry.redhat.io/rhel8/postgresql-15"
              validated={refusal ? 'error' : 'default'}
              aria-describedby="image-help"
              maxLength={2048}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
            />
            <Button type="submit" variant="primary">
              {t('imageCheck.advise')}
            </Button>
          </div>
          <div id="image-help" className="pk-field-help" aria-live="polite">
            {refusal ? (
              <p className="pk-field-error">
                {refusal === 'no-repository'
                  ? t('imageCheck.noRepository')
                  : t(`registryRefusal.${refusal}`)}
              </p>
            ) : (
              <p className="pk-muted">{t('imageCheck.fieldHelp')}</p>
            )}
          </div>
        </FormGroup>
      </form>
      {asked === '' && <p className="pk-nothing">{t('imageCheck.empty')}</p>}
      {asked !== '' && advised.ok && (
        <>
          <ImageAdviceCard
            advised={advised}
            onLookAt={(image) => {
              setText(image);
              setSearch({ image });
            }}
          />
          <ImagePull key={asked} reference={asked} registry={advised.image.registry} />
          <ImageCommands image={advised.image} />
        </>
      )}
    </section>
  );
}
