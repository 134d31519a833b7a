import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import ExternalLinkAltIcon from '@patternfly/react-icons/dist/dynamic/icons/external-link-alt-icon';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link } from '../../shared/links.ts';
import { call } from '../bridge.ts';
import { ErrorAlert } from './error-alert.tsx';

interface Props {
  /** Opened one after another in the system browser. */
  readonly links: readonly Link[];
  /** The service account whose own page is meant, by its name. */
  readonly account?: string;
  readonly children: ReactNode;
  readonly variant?: 'link' | 'secondary';
}

/** Opens pages in the system browser. The addresses live in main; here they are names. */
export function LinkButton({ links, account, children, variant = 'link' }: Props) {
  const { t } = useTranslation();
  const open = useMutation({
    mutationFn: async () => {
      for (const link of links)
        await call('links.open', { link, ...(account !== undefined && { account }) });
    },
  });
  return (
    <>
      <Button
        variant={variant}
        isInline={variant === 'link'}
        icon={<ExternalLinkAltIcon title={t('common.opensBrowser')} />}
        iconPosition="end"
        onClick={() => open.mutate()}
      >
        {children}
      </Button>
      {open.error && <ErrorAlert error={open.error} />}
    </>
  );
}
