import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextArea } from '@patternfly/react-core/dist/dynamic/components/TextArea';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExplainedText, MAX_PASTED_LENGTH } from '../../../shared/explainer.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { CauseWords } from './cause-words.tsx';
import { NextLooks } from './next-looks.tsx';

/** An error text is pasted, and its lines are explained. */
export function Explainer() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const explain = useMutation({
    mutationFn: (pasted: string) => call('explainer.explain', { text: pasted }),
  });
  const isEmpty = text.trim() === '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) explain.mutate(text.slice(-MAX_PASTED_LENGTH));
  };

  return (
    <section className="pk-stack" aria-label={t('diagnosis.sections.explain')}>
      <form onSubmit={submit} className="pk-stack">
        <FormGroup label={t('explainer.field')} fieldId="explainer-text">
          <TextArea
            id="explainer-text"
            className="pk-pasted"
            value={text}
            onChange={(_event, value) => setText(value)}
            rows={6}
            resizeOrientation="vertical"
            placeholder={'Error: initializing source docker://registry.redhat.io/ubi9/ubi: …'}
            aria-describedby="explainer-help"
            spellCheck={false}
          />
          <p id="explainer-help" className="pk-field-help pk-muted">
            {t('explainer.fieldHelp')}
          </p>
        </FormGroup>
        <div>
          <Button
            type="submit"
            variant="primary"
            isAriaDisabled={isEmpty}
            isLoading={explain.isPending}
          >
            {t('explainer.explain')}
          </Button>
        </div>
      </form>
      {explain.error && <ErrorAlert error={explain.error} />}
      {explain.data && <Explained explained={explain.data} />}
    </section>
  );
}

function Explained({ explained }: { readonly explained: ExplainedText }) {
  const { t } = useTranslation();
  const { lines, registry, image, path, redacted } = explained;
  return (
    <div className="pk-stack">
      <div role="status">
        {lines.length === 0 ? (
          <Alert variant="info" isInline component="h2" title={t('explainer.nothing')}>
            <p>{t('explainer.nothingNext')}</p>
            <LinkButton links={['red-hat-support-case']}>
              {t('link.red-hat-support-case')}
            </LinkButton>
          </Alert>
        ) : (
          <h2 className="pk-section-title">{t('explainer.found', { count: lines.length })}</h2>
        )}
      </div>
      {redacted && <p className="pk-note">{t('explainer.redacted')}</p>}
      <ol className="pk-explained">
        {lines.map(({ line, causes: [first, ...others] }) => (
          <li key={line} className="pk-target">
            <code className="pk-path">{line}</code>
            {first && <CauseWords cause={first} />}
            {others.length > 0 && (
              <details className="pk-disclosure">
                <summary>{t('explainer.others', { count: others.length })}</summary>
                <ul className="pk-stack">
                  {others.map((cause) => (
                    <li key={cause}>
                      <CauseWords cause={cause} />
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
      {(image ?? registry ?? path) !== null && (
        <dl className="pk-pairs">
          {image && (
            <>
              <dt>{t('explainer.image')}</dt>
              <dd>
                <code className="pk-path">{image}</code>
              </dd>
            </>
          )}
          {registry && (
            <>
              <dt>{t('explainer.registry')}</dt>
              <dd>
                <code className="pk-path">{registry}</code>
              </dd>
            </>
          )}
          {path && (
            <>
              <dt>{t('explainer.path')}</dt>
              <dd>
                <code className="pk-path">{path}</code>
              </dd>
            </>
          )}
        </dl>
      )}
      <NextLooks image={image} registry={registry} />
    </div>
  );
}
