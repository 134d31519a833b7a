import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { DiagnosisSections } from '../../components/diagnosis-sections.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { explanationQuery } from '../../queries.ts';
import { ReferenceForm } from './reference-form.tsx';
import { ResolutionList } from './resolution-list.tsx';

/** Which credential every kind of tool would use for one image, and why. The address holds the question. */
export default function LookupPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const reference = search.get('reference') ?? '';
  const query = explanationQuery(reference);
  const { data, dataUpdatedAt, error, isFetching, isPending, refetch } = useQuery(query);

  const ask = (next: string) => {
    if (next === reference) void refetch();
    else setSearch({ reference: next });
  };
  const stop = () => void client.cancelQueries({ queryKey: query.queryKey });

  return (
    <>
      <PageHeader title={t('lookup.title')} description={t('lookup.description')} />
      <div className="pk-page-body">
        <DiagnosisSections />
        <ReferenceForm key={reference} reference={reference} onAsk={ask} />
        {reference === '' && <p className="pk-nothing">{t('lookup.empty')}</p>}
        {isFetching && !data && (
          <div className="pk-inline">
            <Spinner size="md" aria-label={t('common.loading')} />
            <span role="status">{t('lookup.looking')}</span>
            <Button variant="link" onClick={stop}>
              {t('common.cancel')}
            </Button>
          </div>
        )}
        {reference !== '' && isPending && !isFetching && (
          <p className="pk-inline" role="status">
            {t('lookup.stopped')}
            <Button variant="link" isInline onClick={() => void refetch()}>
              {t('common.tryAgain')}
            </Button>
          </p>
        )}
        {error && <ErrorAlert error={error} onRetry={() => void refetch()} />}
        {data && !error && (
          <ResolutionList
            key={`answer ${reference}`}
            explanation={data}
            explainedAt={dataUpdatedAt}
            onChanged={() => void refetch()}
          />
        )}
      </div>
    </>
  );
}
