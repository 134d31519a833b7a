import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { AuditTable } from './audit-table.tsx';
import { ChangesList } from './changes-list.tsx';

const LONGEST_QUERY = 200;
const VIEWS = ['changes', 'audit'] as const;

/** What was done: the changes of the targets, which can be taken back, and the log of every act. */
export default function ActivityPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [view, setView] = useState<(typeof VIEWS)[number]>('changes');
  const query = useDeferredValue(text.trim());
  return (
    <>
      <PageHeader title={t('activity.title')} description={t('activity.description')} />
      <div className="pk-page-body">
        <search className="pk-toolbar">
          <SearchField
            value={text}
            onChange={setText}
            label={t('activity.search')}
            hint={t('activity.searchHint')}
            maxLength={LONGEST_QUERY}
          />
          <fieldset className="pk-fieldset pk-inline">
            <legend className="pk-visually-hidden">{t('activity.view.label')}</legend>
            {VIEWS.map((each) => (
              <Button
                key={each}
                variant={view === each ? 'secondary' : 'link'}
                aria-pressed={view === each}
                onClick={() => setView(each)}
              >
                {t(`activity.view.${each}`)}
              </Button>
            ))}
          </fieldset>
        </search>
        {view === 'changes' ? <ChangesList query={query} /> : <AuditTable query={query} />}
      </div>
    </>
  );
}
