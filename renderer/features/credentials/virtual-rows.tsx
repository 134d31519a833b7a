import '../../styles/accounts.css';
import type { CredentialPage, CredentialQuery } from '../../../shared/credential-query.ts';
import { TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { RowSpace, useVirtualTable } from '../../components/virtual-table.tsx';
import { credentialPageQuery } from '../../queries.ts';
import { CredentialRow } from './credential-row.tsx';
import type { RowShared } from './row-shared.ts';

interface Props {
  readonly first: CredentialPage;
  readonly query: CredentialQuery;
  readonly shared: RowShared;
  readonly expanded: ReadonlySet<string>;
  readonly selected: ReadonlySet<string> | null;
}

/** The height of a row until it was measured, in pixels. */
const ROW_PX = 62;
const COLUMNS = 6;

/** Thousands of credentials, of which those in the window are rendered. */
export default function VirtualRows({ first, query, shared, expanded, selected }: Props) {
  const { top, rows, measure, above, below } = useVirtualTable({
    count: first.matching,
    rowPx: ROW_PX,
    first,
    pageFrom: (from) => credentialPageQuery(query, from),
    rowsOf: ({ credentials }) => credentials,
  });
  return (
    <>
      <tbody ref={top} aria-hidden="true">
        <RowSpace px={above} colSpan={COLUMNS} />
      </tbody>
      {rows.map(({ at, row }) =>
        row === null ? (
          <TableBody key={at} at={at}>
            <TableRow rowIndex={at + 2}>
              <TableCell colSpan={COLUMNS}>
                <span className="pk-row-coming" style={{ height: ROW_PX - 17 }} />
              </TableCell>
            </TableRow>
          </TableBody>
        ) : (
          <CredentialRow
            // A row takes the next credential over: making a row takes longer than filling it.
            key={at}
            credential={row}
            shared={shared}
            isExpanded={expanded.has(row.id)}
            isSelected={selected?.has(row.id) ?? null}
            at={at}
            bodyRef={measure}
          />
        ),
      )}
      <tbody aria-hidden="true">
        <RowSpace px={below} colSpan={COLUMNS} />
      </tbody>
    </>
  );
}
