import '@patternfly/react-styles/css/components/Table/table.css';
import type { ReactNode } from 'react';

// PatternFly's table markup and style. Its React package brings sorting, editing, trees, popovers and
// lodash with it, which is more script than the rest of the first screen.

interface TableProps {
  readonly label: string;
  /** The heads of the columns; a hidden one is for screen readers alone. */
  readonly columns: readonly {
    readonly name: string;
    readonly isHidden?: boolean;
    readonly className?: string;
  }[];
  /** One or several `tbody`. */
  readonly children: ReactNode;
}

/** A table that becomes a list of labelled values in a narrow window. */
export function DataTable({ label, columns, children }: TableProps) {
  return (
    <table className="pf-v6-c-table pf-m-compact pk-table" aria-label={label}>
      <thead className="pf-v6-c-table__thead">
        <tr className="pf-v6-c-table__tr">
          {columns.map(({ name, isHidden, className = '' }) => (
            <th key={name} scope="col" className={`pf-v6-c-table__th ${className}`}>
              {isHidden ? <span className="pk-visually-hidden">{name}</span> : name}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}

export function TableBody({ children }: { readonly children: ReactNode }) {
  return <tbody className="pf-v6-c-table__tbody">{children}</tbody>;
}

interface RowProps {
  readonly id?: string;
  readonly children: ReactNode;
}

export function TableRow({ id, children }: RowProps) {
  return (
    <tr className="pf-v6-c-table__tr" {...(id && { id })}>
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
