import { type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { PAGE_ROWS } from '../../shared/list-limits.ts';

/** So many rows beyond the window are rendered too. */
const BEYOND = 3;

interface Options<Page, Row, Key extends QueryKey> {
  /** How many rows there are. */
  readonly count: number;
  /** The height of a row until it was measured, in pixels. */
  readonly rowPx: number;
  readonly first: Page;
  /** The query of another page. @param from where it begins, a multiple of `PAGE_ROWS` */
  readonly pageFrom: (from: number) => UseQueryOptions<Page, Error, Page, Key>;
  readonly rowsOf: (page: Page) => readonly Row[];
}

interface VirtualTable<Row> {
  /** To be put on what stands where the first row begins. */
  readonly top: RefObject<HTMLTableSectionElement | null>;
  /** Those in the window; null: not here yet. */
  readonly rows: readonly { readonly at: number; readonly row: Row | null }[];
  readonly measure: (element: HTMLElement | null) => void;
  /** The room of the rows that are not rendered, in pixels. */
  readonly above: number;
  readonly below: number;
}

/** Thousands of rows, of which those in the window are rendered and those around them known. */
export function useVirtualTable<Page, Row, Key extends QueryKey>(
  options: Options<Page, Row, Key>,
): VirtualTable<Row> {
  const { count, rowPx, first, pageFrom, rowsOf } = options;
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
    count,
    getScrollElement: scrollerOf,
    estimateSize: () => rowPx,
    overscan: BEYOND,
    scrollMargin: offset,
  });
  const items = virtualizer.getVirtualItems();
  const from = pageOf(items.at(0)?.index ?? 0);
  const to = pageOf(items.at(-1)?.index ?? 0);
  const pages = useQueries({
    queries: Array.from({ length: (to - from) / PAGE_ROWS + 1 }, (_page, at) =>
      pageFrom(from + at * PAGE_ROWS),
    ),
  });
  const rowAt = (at: number): Row | null => {
    const page = at < PAGE_ROWS ? first : pages[(pageOf(at) - from) / PAGE_ROWS]?.data;
    return (page === undefined ? undefined : rowsOf(page)[at % PAGE_ROWS]) ?? null;
  };
  return {
    top,
    rows: items.map(({ index }) => ({ at: index, row: rowAt(index) })),
    measure: virtualizer.measureElement,
    above: (items.at(0)?.start ?? offset) - offset,
    below: virtualizer.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset),
  };
}

/** Room for rows that are not rendered. In a window of medium width there may be a column less. */
export function RowSpace({ px, colSpan }: { readonly px: number; readonly colSpan: number }) {
  return px > 0 ? (
    <tr>
      <td colSpan={colSpan} style={{ height: px, padding: 0 }} />
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
