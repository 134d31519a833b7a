import { useTranslation } from 'react-i18next';

/** The reasons of failures and findings that have words of their own (`evidence.reasons.<reason>`). */
const REASONS = [
  'aliases',
  'bad-base64',
  'bytes',
  'candidates',
  'depth',
  'documents',
  'duplicate-key',
  'empty',
  'empty-secret',
  'empty-username',
  'foreign-owner',
  'identity-token',
  'ignored-members',
  'legacy-format',
  'missing',
  'namespace',
  'namespace-beside-helper',
  'needs-root',
  'no-colon',
  'nodes',
  'not-utf8',
  'nul',
  'program-gone',
  'taken',
  'time',
  'trailing-comma',
  'trailing-data',
  'unclosed-quote',
  'unexpected-character',
  'unexpected-end',
  'utf-16',
  'wrong-type',
] as const;
type Reason = (typeof REASONS)[number];

/** Says a reason: in words, or as it came, which may be what a helper said. */
export function useReasonWords(): (reason: string) => string {
  const { t, i18n } = useTranslation();
  return (reason) => {
    const value = isKnown(reason)
      ? t(`evidence.reasons.${reason}`)
      : i18n.exists(`check.${reason}.title`)
        ? t(`check.${reason as 'timed-out'}.title`)
        : reason;
    return t('evidence.reason', { value });
  };
}

function isKnown(reason: string): reason is Reason {
  return (REASONS as readonly string[]).includes(reason);
}
