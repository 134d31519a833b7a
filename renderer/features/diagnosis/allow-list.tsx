import { useTranslation } from 'react-i18next';
import { allowListWords } from '../../../shared/allow-list-text.ts';
import { HOST_SOURCES, RED_HAT_HOSTS } from '../../../shared/red-hat-hosts.ts';
import { DataTable, TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { HandingOn } from './handing-on.tsx';

/** What a firewall has to let through for Red Hat's registries, to hand on to who runs it. */
export function AllowList() {
  const { t } = useTranslation();
  const words = allowListWords((key) => t(key));
  const { columns, needs, purposes } = words;
  return (
    <section className="pk-stack" aria-label={t('diagnosis.sections.allowList')}>
      <p className="pk-prose">{words.intro}</p>
      <HandingOn
        files={[
          { label: t('allowList.saveCsv'), content: { what: 'allow-list', format: 'csv' } },
          { label: t('allowList.saveMarkdown'), content: { what: 'allow-list', format: 'md' } },
        ]}
        copied={{ what: 'allow-list', format: 'csv' }}
      />
      <DataTable
        label={words.title}
        columns={(['host', 'port', 'need', 'purpose', 'source'] as const).map((column) => ({
          name: columns[column],
        }))}
      >
        <TableBody>
          {RED_HAT_HOSTS.map(({ host, port, required, purpose, source }) => (
            <TableRow key={`${host}:${port}`}>
              <TableCell label={columns.host} className="pk-nowrap">
                <code className="pk-path">{host}</code>
              </TableCell>
              <TableCell label={columns.port}>{port}</TableCell>
              <TableCell label={columns.need}>{needs[required ? 'required' : 'listed']}</TableCell>
              <TableCell label={columns.purpose}>{purposes[purpose]}</TableCell>
              <TableCell label={columns.source}>
                {HOST_SOURCES[source].title}
                {HOST_SOURCES[source].asOf && (
                  <span className="pk-muted pk-date"> · {HOST_SOURCES[source].asOf}</span>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </DataTable>
    </section>
  );
}
