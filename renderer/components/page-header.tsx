import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly description?: string;
  readonly children?: ReactNode;
}

/** The head of a page: its title, one line about it, its actions. */
export function PageHeader({ title, description, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('app.windowTitle', { page: title });
  }, [title, t]);
  return (
    <header className="pk-page-header">
      <div className="pk-page-heading">
        {/* Focus comes here when the page changes, so that a screen reader says where it is. */}
        <h1 id="page-title" tabIndex={-1}>
          {title}
        </h1>
        {description && <p>{description}</p>}
      </div>
      {children && <div className="pk-actions">{children}</div>}
    </header>
  );
}
