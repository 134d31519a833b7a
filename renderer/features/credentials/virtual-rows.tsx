import '../../styles/accounts.css';
import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { CredentialPage, CredentialQuery } from '../../../shared/credential-query.ts';
import { PAGE_ROWS } from '../../../shared/list-limits.ts';
import { TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
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
/** So many rows beyond the window are rendered too. */
const BEYOND = 3;

/** Thousands of rows, of which those in the window are rendered and those around them known. */
export default function VirtualRows({ first, query, shared, expanded, selected }: Props) {
  const top = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  // Notices above the table come and go.
  useLayoutEffect(() => {
    const scroller = scrollerOf();
    if (!top.current || !scroller) return;
    const from = top.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    setOffset(Math.round(from + scroller.scrollTop));
  });
  const virtualizer = useVirtualizer({
    count: first.matching,
    getScrollElement: scrollerOf,
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    scrollMargin: offset,
  });
  const rows = virtualizer.getVirtualItems();
  const from = pageOf(rows.at(0)?.index ?? 0);
  const to = pageOf(rows.at(-1)?.index ?? 0);
  const pages = useQueries({
    queries: Array.from({ length: (to - from) / PAGE_ROWS + 1 }, (_page, at) =>
      credentialPageQuery(query, from + at * PAGE_ROWS),
    ),
  });
  const known = (at: number) =>
    (at < PAGE_ROWS ? first : pages[(pageOf(at) - from) / PAGE_ROWS]?.data)?.credentials[
      at % PAGE_ROWS
    ];
  const above = (rows.at(0)?.start ?? offset) - offset;
  const below = virtualizer.getTotalSize() - ((rows.at(-1)?.end ?? offset) - offset);

  return (
    <>
      <tbody ref={top} aria-hidden="true">
        <Space px={above} />
      </tbody>
      {rows.map(({ index }) => {
        const credential = known(index);
        return credential === undefined ? (
          <TableBody key={index} at={index}>
            <TableRow rowIndex={index + 2}>
              <TableCell colSpan={6}>
                <span className="pk-row-coming" style={{ height: ROW_PX - 17 }} />
              </TableCell>
            </TableRow>
          </TableBody>
        ) : (
          <CredentialRow
            // A row takes the next credential over: making a row takes longer than filling it.
            key={index}
            credential={credential}
            shared={shared}
            isExpanded={expanded.has(credential.id)}
            isSelected={selected?.has(credential.id) ?? null}
            at={index}
            bodyRef={virtualizer.measureElement}
          />
        );
      })}
      <tbody aria-hidden="true">
        <Space px={below} />
      </tbody>
    </>
  );
}

/** Room for rows that are not rendered. In a window of medium width there is a column less. */
function Space({ px }: { readonly px: number }) {
  return px > 0 ? (
    <tr>
      <td colSpan={6} style={{ height: px, padding: 0 }} />
    </tr>
  ) : null;
}

/** The frame's main part is what scrolls. */
function scrollerOf(): HTMLElement | null {
  return document.getElementById('main');
}

function pageOf(at: number): number {
  return at - (at % PAGE_ROWS);
}
