import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TargetPlace } from '../../../shared/target.ts';
import { useErrorTitle } from '../../components/error-alert.tsx';

/** The files that cannot be read, each in a line. What to do about them is on the page of the targets. */
export function TargetProblems({ targets }: { readonly targets: readonly TargetPlace[] }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  const troubled = targets.flatMap(({ id, path, problem }) =>
    problem === null ? [] : [{ id, path, problem }],
  );
  if (troubled.length === 0) return null;
  return (
    <Alert
      variant="warning"
      isInline
      component="h2"
      title={t('overview.problems', { count: troubled.length })}
      actionLinks={<Link to="/targets">{t('overview.toTargets')}</Link>}
    >
      <ul className="pk-bullets">
        {troubled.map(({ id, path, problem }) => (
          <li key={id}>
            <code className="pk-path">{path}</code> {title(problem)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
