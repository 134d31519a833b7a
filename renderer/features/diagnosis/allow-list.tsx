import { useTranslation } from 'react-i18next';
import {
  type AllowListWords,
  allowListCsv,
  allowListMarkdown,
} from '../../../shared/allow-list-text.ts';
import { HOST_PURPOSES, HOST_SOURCES, RED_HAT_HOSTS } from '../../../shared/red-hat-hosts.ts';
import { DataTable, TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { HandingOn } from './handing-on.tsx';

/** What a firewall has to let through for Red Hat's registries, to hand on to who runs it. */
export function AllowList() {
  const { t } = useTranslation();
  const words = useAllowListWords();
  const { columns, needs, purposes } = words;
  return (
    <section className="pk-stack" aria-label={t('diagnosis.sections.allowList')}>
      <p className="pk-prose">{words.intro}</p>
      <HandingOn
        files={[
          {
            name: 'allow-list.csv',
            label: t('allowList.saveCsv'),
            text: () => allowListCsv(words),
          },
          {
            name: 'allow-list.md',
            label: t('allowList.saveMarkdown'),
            text: () => allowListMarkdown(words),
          },
        ]}
        copied={() => allowListCsv(words)}
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

function useAllowListWords(): AllowListWords {
  const { t } = useTranslation();
  const purposes = HOST_PURPOSES.map((purpose) => [purpose, t(`allowList.purpose.${purpose}`)]);
  return {
    title: t('allowList.title'),
    intro: t('allowList.intro'),
    columns: {
      host: t('allowList.column.host'),
      port: t('allowList.column.port'),
      need: t('allowList.column.need'),
      purpose: t('allowList.column.purpose'),
      source: t('allowList.column.source'),
      asOf: t('allowList.column.asOf'),
    },
    needs: { required: t('allowList.need.required'), listed: t('allowList.need.listed') },
    purposes: Object.fromEntries(purposes) as AllowListWords['purposes'],
  };
}
