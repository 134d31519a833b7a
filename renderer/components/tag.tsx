import type { ReactNode } from 'react';

interface Props {
  readonly tone?: 'success' | 'warning' | 'danger' | 'info';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A word about something: an outline, with an icon where it is a state. */
export function Tag({ tone, icon, children }: Props) {
  return (
    <span className={tone ? `pk-tag pk-tag-${tone}` : 'pk-tag'}>
      {icon}
      <span>{children}</span>
    </span>
  );
}
