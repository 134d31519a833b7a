import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { HelpButton } from './help/help-button.tsx';
import { StoreNotice } from './store-notice.tsx';

interface Props {
  readonly title: string;
  readonly description?: string;
  readonly children?: ReactNode;
}

/** The head of a page: its title, one line about it, its actions; and trouble with the store. */
export function PageHeader({ title, description, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('app.windowTitle', { page: title });
  }, [title, t]);
  return (
    <>
      <header className="pk-page-header">
        <div className="pk-page-heading">
          <div className="pk-page-title">
            {/* Focus comes here when the page changes, so that a screen reader says where it is. */}
            <h1 id="page-title" tabIndex={-1}>
              {title}
            </h1>
            <HelpButton />
          </div>
          {description && <p>{description}</p>}
        </div>
        {children && <div className="pk-actions">{children}</div>}
      </header>
      <StoreNotice />
    </>
  );
}
