import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { HeldUntil } from './held-until.tsx';

interface Props {
  /** What waits. */
  readonly title: string;
  readonly expiresAt: string;
  readonly onGoOn: () => void;
  readonly onDrop: () => void;
}

/** Offers to go on with a job that was left for another page, or to drop it. */
export function UnfinishedNote({ title, expiresAt, onGoOn, onDrop }: Props) {
  const { t } = useTranslation();
  return (
    <Alert
      isInline
      variant="info"
      component="h3"
      title={title}
      actionLinks={
        <>
          <Button variant="secondary" onClick={onGoOn}>
            {t('unfinished.goOn')}
          </Button>
          <Button variant="link" isInline onClick={onDrop}>
            {t('unfinished.drop')}
          </Button>
        </>
      }
    >
      <HeldUntil at={expiresAt} />
    </Alert>
  );
}
