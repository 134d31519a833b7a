import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import AngleRightIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-right-icon';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { TargetId, TargetView } from '../../../shared/target.ts';
import { TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { StateLabel } from '../../components/state-label.tsx';
import { Tag } from '../../components/tag.tsx';
import { targetName } from '../../components/target-names.ts';
import { LastCheck } from '../../components/verdict.tsx';
import type { RowAction } from './row-action.ts';

// What opens on demand comes on demand: menus and details are no part of the first paint.
const RowMenu = lazy(() => import('./row-menu.tsx'));
const CredentialDetails = lazy(() => import('./credential-details.tsx'));

interface Props {
  readonly credential: CredentialView;
  readonly targets: ReadonlyMap<TargetId, TargetView>;
  readonly isExpanded: boolean;
  /** Whether the menu may be loaded by now; its place is kept until then. */
  readonly hasMenu: boolean;
  /** Null while nothing is being selected. */
  readonly isSelected: boolean | null;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
  readonly onAction: (action: RowAction) => void;
}

export function CredentialRow(props: Props) {
  const { credential, targets, isExpanded, hasMenu, isSelected, onSelect, onToggle, onAction } =
    props;
  const { t } = useTranslation();
  const { id, username, label, kind, states, plainHttp } = credential;
  const registry = scopeOf(credential);
  const detailsId = `details-${id}`;
  return (
    <TableBody>
      <TableRow>
        <TableCell className="pk-cell-toggle">
          {isSelected !== null && (
            <input
              type="checkbox"
              checked={isSelected}
              onChange={onSelect}
              aria-label={t('export.selectOne', { registry, user: username })}
            />
          )}
          <Button
            variant="plain"
            size="sm"
            className={isExpanded ? 'pk-toggle pk-toggle-open' : 'pk-toggle'}
            aria-expanded={isExpanded}
            aria-controls={detailsId}
            aria-label={t('credentials.details', { registry, user: username })}
            icon={<AngleRightIcon />}
            onClick={onToggle}
          />
        </TableCell>
        <TableCell label={t('credentials.column.registry')}>
          <div className="pk-stack-tight">
            <strong className="pk-break">
              {credential.registry}
              {credential.namespace !== undefined && (
                <>
                  <wbr />/{credential.namespace}
                </>
              )}
            </strong>
            {label && (
              <span className="pk-muted pk-small" dir="auto">
                {label}
              </span>
            )}
            {plainHttp && <Tag tone="warning">{t('credentials.plainHttp')}</Tag>}
          </div>
        </TableCell>
        <TableCell label={t('credentials.column.user')}>
          <span className="pk-break">{username}</span>
          {/* In a narrow window the kind stands here and its column is left out. */}
          <span className="pk-muted pk-small pk-narrow-only">{t(`kind.${kind}.name`)}</span>
        </TableCell>
        <TableCell label={t('credentials.column.kind')} className="pk-wide-only">
          {t(`kind.${kind}.name`)}
        </TableCell>
        <TableCell label={t('credentials.column.targets')}>
          {states.length === 0 ? (
            <span className="pk-muted">{t('credentials.noTargets')}</span>
          ) : (
            <ul className="pk-labels">
              {states.map(({ targetId, key, state }) => (
                <li key={`${targetId} ${key}`}>
                  <StateLabel
                    state={state}
                    target={targetName(t, targets.get(targetId), targetId)}
                  />
                </li>
              ))}
            </ul>
          )}
        </TableCell>
        <TableCell label={t('credentials.column.lastCheck')}>
          <LastCheck check={credential.lastCheck} />
        </TableCell>
        <TableCell className="pk-cell-actions">
          <Suspense fallback={<span className="pk-menu-space" />}>
            {hasMenu ? (
              <RowMenu credential={credential} onAction={onAction} />
            ) : (
              <span className="pk-menu-space" />
            )}
          </Suspense>
        </TableCell>
      </TableRow>
      {isExpanded && (
        <TableRow id={detailsId}>
          <TableCell colSpan={6} className="pk-cell-details">
            <Suspense fallback={null}>
              <CredentialDetails credential={credential} targets={targets} onAction={onAction} />
            </Suspense>
          </TableCell>
        </TableRow>
      )}
    </TableBody>
  );
}
