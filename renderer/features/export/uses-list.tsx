import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportUse } from '../../../shared/exporting.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { RelativeTime } from '../../components/verdict.tsx';
import { exportUsesQuery } from '../../queries.ts';

/** So many are shown; the newest are what is looked for. */
const SHOWN = 50;

/** Where the chosen credentials went before: what a new secret would break. */
export function UsesList({ chosen }: { readonly chosen: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const uses = useQuery(exportUsesQuery);
  const forget = useMutation({
    mutationFn: (useId: string) => call('export.forget-use', { useId }),
    onSettled: () => client.invalidateQueries({ queryKey: exportUsesQuery.queryKey }),
  });
  const error = uses.error ?? forget.error;
  const shown = uses.data?.filter(({ credentialId }) => chosen.has(credentialId)) ?? [];
  const place = ({ name, namespace, fileName }: ExportUse) =>
    [
      name !== null && namespace !== null ? t('export.uses.object', { name, namespace }) : name,
      fileName === null ? t('export.uses.clipboard') : t('export.uses.file', { file: fileName }),
    ]
      .filter((part) => part !== null)
      .join(', ');
  return (
    <section className="pk-stack" aria-labelledby="export-uses">
      <h2 id="export-uses">{t('export.uses.title')}</h2>
      {error && <ErrorAlert error={error} onRetry={() => void uses.refetch()} />}
      {shown.length === 0 ? (
        <p className="pk-muted">{t('export.uses.empty')}</p>
      ) : (
        <>
          <p className="pk-muted pk-small">{t('export.uses.help')}</p>
          <ul className="pk-export-uses">
            {shown.slice(0, SHOWN).map((use) => {
              const what = `${t(`export.form.${use.form}.name`)}, ${use.username}`;
              return (
                <li key={use.id}>
                  <div className="pk-break">
                    <strong>{t(`export.form.${use.form}.name`)}</strong>{' '}
                    <span>
                      {use.registry} {use.username}
                    </span>
                    <p className="pk-muted pk-small">
                      {place(use)} · <RelativeTime at={use.at} />
                    </p>
                  </div>
                  <Button
                    variant="link"
                    size="sm"
                    aria-label={t('export.uses.forgetOne', { what })}
                    onClick={() => forget.mutate(use.id)}
                  >
                    {t('export.uses.forget')}
                  </Button>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
