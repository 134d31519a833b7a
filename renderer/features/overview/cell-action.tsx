import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OverviewCell, OverviewRow } from '../../../shared/overview.ts';
import type { TargetPlace } from '../../../shared/target.ts';
import type { Mend } from './mend-dialog.tsx';

interface Props {
  readonly row: OverviewRow;
  readonly cell: OverviewCell;
  readonly place: TargetPlace;
  /** What the target is called. */
  readonly name: string;
  readonly onMend: (mend: Mend) => void;
}

/** What can be done about a cell, where something can: a plan first, or the page that is about it. */
export function CellAction({ row, cell, place, name, onMend }: Props) {
  const { t } = useTranslation();
  const { scope } = row;
  const where = { registry: scope, target: name };
  switch (cell.state) {
    case 'missing':
    case 'different':
    case 'none': {
      const credentialId = cell.credentialId ?? row.account?.credentialId;
      if (credentialId === undefined || !place.writable || place.problem !== null) return null;
      return (
        <Button
          variant="link"
          isInline
          size="sm"
          aria-label={t('overview.writeHereOf', where)}
          onClick={() => onMend({ credentialId, targetId: place.id })}
        >
          {t('details.writeHere')}
        </Button>
      );
    }
    case 'foreign':
      return (
        <Link className="pk-small" to="/found" aria-label={t('overview.takeOverOf', where)}>
          {t('overview.takeOver')}
        </Link>
      );
    case 'shadowed':
      return (
        <Link
          className="pk-small"
          to={{ pathname: '/lookup', search: `?${new URLSearchParams({ reference: scope })}` }}
          aria-label={t('overview.lookupOf', where)}
        >
          {t('details.lookup')}
        </Link>
      );
    case 'unreadable':
      return (
        <Link className="pk-small" to="/targets" aria-label={t('overview.toTargetsOf', where)}>
          {t('overview.toTargets')}
        </Link>
      );
    case 'in-sync':
    case 'unknown':
      return null;
  }
}
