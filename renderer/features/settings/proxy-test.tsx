import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ProxyRoute, type ProxySettings, proxySettings } from '../../../shared/proxy.ts';
import { parseRegistry } from '../../../shared/registry.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';

/** Would a host be reached through the proxy, and by which rule? With the settings as they stand in the form. */
export function ProxyTest({ settings }: { readonly settings: ProxySettings }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const parsed = parseRegistry(text);
  const isUsable = proxySettings.safeParse(settings).success;
  const test = useMutation({
    mutationFn: (host: string) =>
      call('proxy.test', {
        host,
        plainHttp: parsed.ok && parsed.scheme === 'http',
        settings,
      }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.ok && isUsable) test.mutate(parsed.registry);
  };
  return (
    <form className="pk-fields" onSubmit={submit} noValidate>
      <FormGroup label={t('network.test.field')} fieldId="proxy-test">
        <div className="pk-toolbar">
          <TextInput
            id="proxy-test"
            value={text}
            onChange={(_event, value) => {
              setText(value);
              test.reset();
            }}
            placeholder="registry.redhat.io"
            aria-describedby="proxy-test-help"
            maxLength={2048}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
          />
          <Button type="submit" variant="secondary" isDisabled={!parsed.ok || !isUsable}>
            {t('network.test.ask')}
          </Button>
        </div>
        <p id="proxy-test-help" className="pk-field-help pk-muted">
          {t('network.test.help')}
        </p>
      </FormGroup>
      {test.error && <ErrorAlert error={test.error} />}
      <div aria-live="polite">
        {test.data && (
          <dl className="pk-pairs">
            <RouteShown who={t('network.test.app')} route={test.data.app} />
            <RouteShown who={t('network.test.tools')} route={test.data.tools} />
          </dl>
        )}
      </div>
    </form>
  );
}

interface RouteProps {
  readonly who: string;
  readonly route: ProxyRoute;
}

function RouteShown({ who, route: { proxy, rule, detail } }: RouteProps) {
  const { t } = useTranslation();
  const source =
    detail === 'manual' || detail === 'system' ? t(`network.source.${detail}`) : detail;
  const stops = rule === 'cgi' || rule === 'unusable';
  const way = proxy === null ? t('network.test.direct') : t('network.test.through', { proxy });
  return (
    <>
      <dt>{who}</dt>
      <dd>
        <strong>{stops ? t('network.test.stops') : way}</strong>
        <br />
        <span className="pk-muted">{t(`network.rule.${rule}`, { detail: source })}</span>
      </dd>
    </>
  );
}
