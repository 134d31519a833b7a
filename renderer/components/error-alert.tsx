import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireError } from '../../shared/errors.ts';
import { wireErrorOf } from '../bridge.ts';
import { duration } from '../dates.ts';
import { useReasonWords } from './reason-words.ts';

interface Props {
  /** A `WireError`, or what a call rejected with. */
  readonly error: WireError | Error;
  readonly onRetry?: () => void;
  readonly actions?: ReactNode;
}

/** An error in words: what happened, why, what to do. Everything it says is in `errors.<code>`. */
export function ErrorAlert({ error, onRetry, actions }: Props) {
  const { t } = useTranslation();
  const wire = error instanceof Error ? wireErrorOf(error) : error;
  // It may come up below what is on the screen, after a press of a button that is always there.
  const show = useCallback((place: HTMLElement | null) => {
    place?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={show}>
      <Alert
        variant="danger"
        isInline
        title={useErrorTitle()(wire)}
        component="h2"
        actionLinks={
          <>
            {onRetry && (
              <Button variant="link" isInline onClick={onRetry}>
                {t('common.tryAgain')}
              </Button>
            )}
            {actions}
          </>
        }
      >
        <ErrorText error={wire} />
      </Alert>
    </div>
  );
}

/** The title of an error, for places that have room for one line only. */
export function useErrorTitle(): (error: WireError) => string {
  const { t } = useTranslation();
  const words = useContextWords();
  return (error) => t(`errors.${error.code}.title`, words(error));
}

/** Cause, remedy and evidence of an error, without the frame around them. */
export function ErrorText({ error }: { readonly error: WireError }) {
  const { t } = useTranslation();
  const words = useContextWords()(error);
  const reasonWords = useReasonWords();
  const { path, line, column, field, reason, errno } = error.context;
  const evidence = [
    path && t('evidence.path', { value: path }),
    line !== undefined && t('evidence.place', { line, column: column ?? 1 }),
    field && t('evidence.field', { value: field }),
    reason && reasonWords(reason),
    errno && t('evidence.errno', { value: errno }),
    error.correlationId && t('evidence.correlationId', { value: error.correlationId }),
  ].filter((part) => typeof part === 'string' && part !== '');
  return (
    <>
      <p>{t(`errors.${error.code}.cause`, words)}</p>
      <p>{t(`errors.${error.code}.remedy`, words)}</p>
      {evidence.length > 0 && <p className="pk-evidence">{evidence.join(' · ')}</p>}
    </>
  );
}

/** What the sentences of an error may name. */
type ContextWords = {
  readonly path: string;
  readonly registry: string;
  readonly host: string;
  readonly key: string;
  readonly username: string;
  readonly helper: string;
  readonly limit: string;
};

/** Words for what the context leaves out, so that no sentence shows a hole. */
function useContextWords(): (error: WireError) => ContextWords {
  const { t, i18n } = useTranslation();
  return ({ context }) => ({
    path: context.path ?? t('unknown.path'),
    registry: context.registry ?? context.host ?? t('unknown.registry'),
    host: context.host ?? context.registry ?? t('unknown.host'),
    key: context.key ?? t('unknown.key'),
    username: context.username ?? t('unknown.username'),
    helper: context.helper ? `docker-credential-${context.helper}` : t('unknown.helper'),
    limit: context.limitMs === undefined ? '' : duration(context.limitMs, i18n.language),
  });
}
