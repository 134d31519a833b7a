import {
  type AllowedHost,
  HOST_PURPOSES,
  HOST_SOURCES,
  type HostPurpose,
  RED_HAT_HOSTS,
} from './red-hat-hosts.ts';

/** The words of the allow-list, in the language of whoever hands it on. */
export interface AllowListWords {
  readonly title: string;
  readonly intro: string;
  readonly columns: Readonly<
    Record<'host' | 'port' | 'need' | 'purpose' | 'source' | 'asOf', string>
  >;
  readonly needs: Readonly<Record<'required' | 'listed', string>>;
  readonly purposes: Readonly<Record<HostPurpose, string>>;
}

type Column = keyof AllowListWords['columns'];
type Key =
  | 'allowList.title'
  | 'allowList.intro'
  | `allowList.column.${Column}`
  | `allowList.need.${keyof AllowListWords['needs']}`
  | `allowList.purpose.${HostPurpose}`;

/** @param t gives the words of a locale */
export function allowListWords(t: (key: Key) => string): AllowListWords {
  const columns = COLUMNS.map((column) => [column, t(`allowList.column.${column}`)]);
  const purposes = HOST_PURPOSES.map((purpose) => [purpose, t(`allowList.purpose.${purpose}`)]);
  return {
    title: t('allowList.title'),
    intro: t('allowList.intro'),
    columns: Object.fromEntries(columns) as AllowListWords['columns'],
    needs: { required: t('allowList.need.required'), listed: t('allowList.need.listed') },
    purposes: Object.fromEntries(purposes) as AllowListWords['purposes'],
  };
}

const COLUMNS = ['host', 'port', 'need', 'purpose', 'source', 'asOf'] as const;

function cellsOf(row: AllowedHost, words: AllowListWords): readonly string[] {
  const { title, address, asOf } = HOST_SOURCES[row.source];
  return [
    row.host,
    String(row.port),
    words.needs[row.required ? 'required' : 'listed'],
    words.purposes[row.purpose],
    address === null ? title : `${title} (${address})`,
    asOf ?? '',
  ];
}

/**
 * The allow-list for a firewall team as comma-separated values.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function allowListCsv(words: AllowListWords): string {
  const rows = [
    COLUMNS.map((column) => words.columns[column]),
    ...RED_HAT_HOSTS.map((row) => cellsOf(row, words)),
  ];
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** The allow-list for a firewall team as a Markdown table. */
export function allowListMarkdown(words: AllowListWords): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `# ${words.title}`,
    '',
    words.intro,
    '',
    line(COLUMNS.map((column) => words.columns[column])),
    line(COLUMNS.map(() => '---')),
    ...RED_HAT_HOSTS.map((row) => line(cellsOf(row, words))),
    '',
  ].join('\n');
}
