import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { Tab, Tabs, TabTitleText } from '@patternfly/react-core/dist/dynamic/components/Tabs';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import '../../styles/export.css';
import {
  EXPORT_TABS,
  type ExportFormId,
  type ExportTab,
  exportForm,
  formsOf,
  isExportEmail,
} from '../../../shared/exporting.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { credentialsQuery } from '../../queries.ts';
import { CredentialChoice } from './credential-choice.tsx';
import { FormChoice } from './form-choice.tsx';
import { OptionFields } from './option-fields.tsx';
import { NO_OPTIONS, type Options, proposedName, requestOf } from './options.ts';
import { Preview } from './preview.tsx';
import { useExport } from './use-export.ts';
import { UsesList } from './uses-list.tsx';

/** Credentials on their way out. The address holds which: `?ids=` with their ids and commas. */
export default function ExportPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const credentials = useQuery(credentialsQuery);
  const given = search.get('ids');
  const [only] = credentials.data ?? [];
  // Of one there is nothing to choose.
  const ids = new Set(
    given === null && credentials.data?.length === 1 && only
      ? [only.id]
      : given?.split(',').filter(Boolean),
  );
  const chosen = credentials.data?.filter(({ id }) => ids.has(id)) ?? [];

  const [tab, setTab] = useState<ExportTab>('openshift');
  const [formOfTab, setFormOfTab] = useState<Partial<Record<ExportTab, ExportFormId>>>({});
  const form = formOfTab[tab] ?? formsOf(tab)[0] ?? 'auth-json';
  const fields = useForm<Options>({ defaultValues: NO_OPTIONS });
  const options = useDeferredValue(fields.watch());
  const request = chosen.length === 0 ? null : requestOf(form, tab, chosen, options);
  const job = useExport(request);
  /** For these credentials alone. */
  const [accepted, setAccepted] = useState('');
  const selection = [...ids].sort().join();
  const isEmailBad =
    exportForm(form).needs.includes('email') && !isExportEmail(fields.watch('email').trim());

  return (
    <>
      <PageHeader title={t('export.title')} description={t('export.description')} />
      <div className="pk-page-body">
        {credentials.error && (
          <ErrorAlert error={credentials.error} onRetry={() => void credentials.refetch()} />
        )}
        {credentials.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
        {credentials.data?.length === 0 && (
          <p className="pk-nothing">{t('export.nothingStored')}</p>
        )}
        {credentials.data && credentials.data.length > 0 && (
          <>
            <CredentialChoice
              credentials={credentials.data}
              chosen={ids}
              onChange={(next) => setSearch({ ids: [...next].join() }, { replace: true })}
            />
            <Tabs
              className="pk-export-tabs"
              activeKey={tab}
              onSelect={(_event, key) => setTab(EXPORT_TABS.find((each) => each === key) ?? tab)}
              aria-label={t('export.tabs')}
            >
              {EXPORT_TABS.map((each) => (
                <Tab
                  key={each}
                  eventKey={each}
                  title={<TabTitleText>{t(`export.tab.${each}`)}</TabTitleText>}
                  tabContentId="export-tab"
                />
              ))}
            </Tabs>
            <div
              id="export-tab"
              className="pk-export"
              role="tabpanel"
              aria-label={t(`export.tab.${tab}`)}
            >
              <FormChoice
                forms={formsOf(tab)}
                form={form}
                onChange={(next) => setFormOfTab({ ...formOfTab, [tab]: next })}
              />
              <div className="pk-stack">
                {exportForm(form).needs.length > 0 && (
                  <OptionFields
                    key={form}
                    fields={fields}
                    form={form}
                    tab={tab}
                    proposed={proposedName(chosen)}
                  />
                )}
                {request === null ? (
                  <p className="pk-nothing">{t('export.nothingChosen')}</p>
                ) : (
                  <Preview
                    job={job}
                    isBlocked={isEmailBad}
                    acceptsPersonal={accepted === selection}
                    onAccept={(accepts) => setAccepted(accepts ? selection : '')}
                  />
                )}
              </div>
            </div>
            {request !== null && <UsesList chosen={ids} />}
          </>
        )}
      </div>
    </>
  );
}
