import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import AngleRightIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-right-icon';
import EllipsisVIcon from '@patternfly/react-icons/dist/dynamic/icons/ellipsis-v-icon';
import { lazy, memo, type Ref, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import { TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { StateLabel } from '../../components/state-label.tsx';
import { Tag } from '../../components/tag.tsx';
import { targetName } from '../../components/target-names.ts';
import { LastCheck } from '../../components/verdict.tsx';
import type { RowShared } from './row-shared.ts';

// What opens on demand comes on demand: menus and details are no part of the first paint.
const RowMenu = lazy(() => import('./row-menu.tsx'));
const CredentialDetails = lazy(() => import('./credential-details.tsx'));

/** So many tags have room beside the label. */
const TAGS_SHOWN = 3;

interface Props {
  readonly credential: CredentialView;
  readonly shared: RowShared;
  readonly isExpanded: boolean;
  /** Null while nothing is being selected. */
  readonly isSelected: boolean | null;
  /** Where it is among all rows, from 0, in a table that renders only some of them. */
  readonly at?: number;
  readonly bodyRef?: Ref<HTMLTableSectionElement>;
}

/** One credential. It is made again only when something of it has changed: there may be thousands. */
export const CredentialRow = memo(function CredentialRow(props: Props) {
  const { credential, shared, isExpanded, isSelected, at, bodyRef } = props;
  const { places, onToggle, onSelect, onAction } = shared;
  const { t } = useTranslation();
  const menuToggle = useRef<HTMLButtonElement>(null);
  const [hasMenu, setMenu] = useState(false);
  const { id, username, label, kind, states, plainHttp, details } = credential;
  const registry = scopeOf(credential);
  const tags = details?.tags ?? [];
  const detailsId = `details-${id}`;
  return (
    <TableBody ref={bodyRef} at={at}>
      <TableRow rowIndex={at === undefined ? undefined : at + 2}>
        <TableCell
          className={isSelected === null ? 'pk-cell-toggle' : 'pk-cell-toggle pk-cell-select'}
        >
          {isSelected !== null && (
            <input
              type="checkbox"
              checked={isSelected}
              onChange={() => onSelect(id)}
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
            onClick={() => onToggle(id)}
          />
        </TableCell>
        <TableCell label={t('credentials.column.registry')}>
          <div className="pk-stack-tight">
            <strong className="pk-break">{registry}</strong>
            {label && (
              <span className="pk-muted pk-small pk-break" dir="auto">
                {label}
              </span>
            )}
            {(plainHttp || tags.length > 0) && (
              <span className="pk-labels">
                {plainHttp && <Tag tone="warning">{t('credentials.plainHttp')}</Tag>}
                {tags.slice(0, TAGS_SHOWN).map((tag) => (
                  <Tag key={tag}>{tag}</Tag>
                ))}
                {tags.length > TAGS_SHOWN && (
                  <span className="pk-muted pk-small">+{tags.length - TAGS_SHOWN}</span>
                )}
              </span>
            )}
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
                    target={targetName(t, places.get(targetId), targetId)}
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
          <Button
            variant="plain"
            ref={menuToggle}
            aria-haspopup="menu"
            aria-expanded={hasMenu}
            aria-label={t('credentials.actions', { registry, user: username })}
            icon={<EllipsisVIcon />}
            onClick={() => setMenu(!hasMenu)}
          />
          {hasMenu && (
            <Suspense fallback={null}>
              <RowMenu
                credential={credential}
                toggle={menuToggle}
                onAction={onAction}
                onClose={() => setMenu(false)}
              />
            </Suspense>
          )}
        </TableCell>
      </TableRow>
      {isExpanded && (
        <TableRow id={detailsId}>
          <TableCell colSpan={6} className="pk-cell-details">
            <Suspense fallback={null}>
              <CredentialDetails credential={credential} places={places} onAction={onAction} />
            </Suspense>
          </TableCell>
        </TableRow>
      )}
    </TableBody>
  );
});
