import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { knownRegistry } from '../../../shared/registry.ts';
import type { AppliedTarget } from '../../../shared/target.ts';
import { AppliedList } from '../../components/plan-list.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import { useStoreName } from '../../components/store-name.ts';
import { ShownLogin } from './shown-login.tsx';

interface Props {
  readonly registry: string;
  /** What the login is for: the registry, or a namespace of it. */
  readonly scope: string;
  readonly username: string;
  readonly targets: readonly AppliedTarget[];
  readonly onDone: () => void;
  readonly onAnother: () => void;
}

/** Step 5: what became of each target, and what the login does not do. */
export function DoneStep({ registry, scope, username, targets, onDone, onAnother }: Props) {
  const { t } = useTranslation();
  const store = useStoreName();
  const hasFailure = targets.some(({ outcome }) => outcome === 'failed');
  const isRedHat = knownRegistry(registry)?.id.startsWith('red-hat') === true;
  return (
    <div className="pk-step">
      <StepLayout
        title={t('login.done.title')}
        footer={
          <>
            <Button variant="primary" onClick={onDone}>
              {t('login.done.finish')}
            </Button>
            <Button variant="link" onClick={onAnother}>
              {t('login.done.another')}
            </Button>
          </>
        }
      >
        <div role="status">
          <Alert
            isInline
            component="h3"
            variant={hasFailure ? 'warning' : 'success'}
            title={
              hasFailure
                ? t('login.done.partly', { registry: scope, user: username })
                : t('login.done.ok', { registry: scope, user: username })
            }
          >
            {t('login.done.stored', { store })}
          </Alert>
        </div>
        <AppliedList targets={targets} />
        {targets.length > 0 && <ShownLogin label={t('login.done.try')} scope={scope} />}
        {isRedHat && (
          <Alert isInline variant="info" component="h3" title={t('login.done.rpmTitle')}>
            {t('login.done.rpmText')}
          </Alert>
        )}
      </StepLayout>
    </div>
  );
}
