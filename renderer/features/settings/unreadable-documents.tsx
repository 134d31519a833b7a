import '../../styles/settings.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DocumentName, UnreadableDocument } from '../../../shared/document.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { absoluteFormat } from '../../formats.ts';

const documentsQuery = {
  queryKey: ['documents'],
  queryFn: () => call('documents.unreadable'),
  // One may be damaged while the app runs.
  staleTime: 0,
};

/** The way out for documents of the app that cannot be read; nothing where all can. */
export function UnreadableDocuments() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const documents = useQuery(documentsQuery);
  // What was read in vain is read again, on whatever page.
  const onSuccess = () => client.invalidateQueries();
  const setAside = useMutation({
    mutationFn: (name: DocumentName) => call('documents.set-aside', { name }),
    onSuccess,
  });
  const restore = useMutation({
    mutationFn: (name: DocumentName) => call('documents.restore', { name }),
    onSuccess,
  });
  const error = documents.error ?? setAside.error ?? restore.error;
  if (error === null && !documents.data?.length) return null;
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">{t('documents.title')}</h2>
      <p className="pk-muted">{t('documents.note')}</p>
      {error && <ErrorAlert error={error} />}
      {documents.data?.map((document) => (
        <Unreadable
          key={document.name}
          document={document}
          isBusy={setAside.isPending || restore.isPending}
          onSetAside={() => setAside.mutate(document.name)}
          onRestore={() => restore.mutate(document.name)}
        />
      ))}
    </section>
  );
}

interface Props {
  readonly document: UnreadableDocument;
  readonly isBusy: boolean;
  readonly onSetAside: () => void;
  readonly onRestore: () => void;
}

function Unreadable({ document, isBusy, onSetAside, onRestore }: Props) {
  const { t, i18n } = useTranslation();
  const { name, problem, copiedAt } = document;
  const id = `document-${name}`;
  const when = copiedAt !== null && absoluteFormat(i18n.language).format(new Date(copiedAt));
  return (
    <article aria-labelledby={id} className="pk-unreadable">
      <h3 id={id}>
        <ExclamationTriangleIcon />
        {t(`documents.names.${name}`)}
      </h3>
      <p>
        {t(`documents.${problem}`)} {t(`documents.without.${name}`)}
      </p>
      <div className="pk-actions">
        {when && (
          <Button variant="primary" isDisabled={isBusy} onClick={onRestore} aria-describedby={id}>
            {t('documents.restore', { when })}
          </Button>
        )}
        <Button variant="secondary" isDisabled={isBusy} onClick={onSetAside} aria-describedby={id}>
          {t('documents.setAside')}
        </Button>
      </div>
    </article>
  );
}
