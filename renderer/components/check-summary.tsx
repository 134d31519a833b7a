import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { useTranslation } from 'react-i18next';
import type { CheckResult, Verdict } from '../../shared/credential.ts';
import { CheckExplained } from './verdict.tsx';

const VARIANTS: Record<Verdict, 'success' | 'danger' | 'warning'> = {
  verified: 'success',
  rejected: 'danger',
  'not-checked': 'warning',
  unreachable: 'warning',
};

/** How a check ended: the word, the reason, the next step. Spoken when it appears. */
export function CheckSummary({ check }: { readonly check: CheckResult }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Alert
        variant={VARIANTS[check.verdict]}
        isInline
        component="h2"
        title={`${t(`verdict.${check.verdict}`)} — ${t(`check.${check.reason}.title`)}`}
      >
        <CheckExplained check={check} />
      </Alert>
    </div>
  );
}
