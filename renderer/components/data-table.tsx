import '@patternfly/react-styles/css/components/Table/table.css';
import type { ReactNode, Ref } from 'react';

// PatternFly's table markup and style. Its React package brings sorting, editing, trees, popovers and
// lodash with it, which is more script than the rest of the first screen.

interface TableProps {
  readonly label: string;
  readonly className?: string;
  /** The heads of the columns; a hidden one is for screen readers alone. */
  readonly columns: readonly {
    readonly name: string;
    readonly isHidden?: boolean;
    readonly className?: string;
    /** A second line of the head. */
    readonly hint?: string;
    /** Makes the head a button. */
    readonly sort?: ColumnSort;
  }[];
  /** How many rows there are, where only some of them are rendered. */
  readonly rowCount?: number;
  /** One or several `tbody`. */
  readonly children: ReactNode;
}

/** How a table can be ordered by a column. */
export interface ColumnSort {
  /** Null while it is ordered by another one. */
  readonly direction: 'ascending' | 'descending' | null;
  readonly onSort: () => void;
}

/** A table that becomes a list of labelled values in a narrow window. */
export function DataTable({ label, className, columns, rowCount, children }: TableProps) {
  return (
    <table
      className={`pf-v6-c-table pf-m-compact pk-table ${className ?? ''}`}
      aria-label={label}
      {...(rowCount !== undefined && { 'aria-rowcount': rowCount })}
    >
      <thead className="pf-v6-c-table__thead">
        <tr className="pf-v6-c-table__tr">
          {columns.map(({ name, isHidden, className: cell = '', hint, sort }) => (
            <th
              key={name}
              scope="col"
              className={`pf-v6-c-table__th ${cell}`}
              {...(sort?.direction && { 'aria-sort': sort.direction })}
            >
              {sort ? (
                <button type="button" className="pk-sort" onClick={sort.onSort}>
                  {name}
                </button>
              ) : isHidden ? (
                <span className="pk-visually-hidden">{name}</span>
              ) : (
                name
              )}
              {hint && <span className="pk-head-hint">{hint}</span>}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}

interface BodyProps {
  readonly ref?: Ref<HTMLTableSectionElement> | undefined;
  /** Where it is among all rows, from 0, in a table that renders only some of them. */
  readonly at?: number | undefined;
  readonly children: ReactNode;
}

export function TableBody({ ref, at, children }: BodyProps) {
  return (
    <tbody className="pf-v6-c-table__tbody" ref={ref} data-index={at}>
      {children}
    </tbody>
  );
}

interface RowProps {
  readonly id?: string;
  /** From 1, counting the heads, in a table that renders only some of its rows. */
  readonly rowIndex?: number | undefined;
  readonly children: ReactNode;
}

export function TableRow({ id, rowIndex, children }: RowProps) {
  return (
    <tr className="pf-v6-c-table__tr" {...(id && { id })} aria-rowindex={rowIndex}>
      {children}
    </tr>
  );
}

interface CellProps {
  /** The name of the column, shown beside the value in a narrow window. */
  readonly label?: string;
  readonly className?: string;
  readonly colSpan?: number;
  readonly children: ReactNode;
}

export function TableCell({ label, className = '', colSpan, children }: CellProps) {
  return (
    <td className={`pf-v6-c-table__td ${className}`} colSpan={colSpan} data-label={label}>
      {children}
    </td>
  );
}
