import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  HelperText,
  HelperTextItem,
} from '@patternfly/react-core/dist/dynamic/components/HelperText';
import { useTranslation } from 'react-i18next';
import type { ShapeCode, ShapeIssue } from '../../../shared/credential-shape.ts';

interface Props {
  readonly id: string;
  readonly issues: readonly ShapeIssue[];
  /** Said while there is nothing to complain about. */
  readonly help?: string;
  /** Takes spaces and quotation marks off, where that is what the issue is about. */
  readonly onClean: () => void;
}

const CLEANABLE: ReadonlySet<ShapeCode> = new Set([
  'username-space',
  'username-quoted',
  'secret-space',
  'secret-quoted',
]);

/** What looks wrong with a field. Errors block; warnings only say so. */
export function ShapeIssues({ id, issues, help, onClean }: Props) {
  const { t } = useTranslation();
  return (
    <div id={id} className="pk-field-help" aria-live="polite">
      <HelperText>
        {issues.map(({ level, code }) => (
          <HelperTextItem key={code} variant={level}>
            {t(`shape.${code}`)}{' '}
            {CLEANABLE.has(code) && (
              <Button variant="link" isInline onClick={onClean}>
                {t('login.account.clean')}
              </Button>
            )}
          </HelperTextItem>
        ))}
        {issues.length === 0 && help && <HelperTextItem>{help}</HelperTextItem>}
      </HelperText>
    </div>
  );
}
