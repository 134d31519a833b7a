import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportUse } from '../../../shared/exporting.ts';
import type { AccountPlace, LocalAccount } from '../../../shared/service-account.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { StateLabel } from '../../components/state-label.tsx';
import { RelativeTime } from '../../components/verdict.tsx';
import { localAccountsQuery } from './queries.ts';

/** So many are shown; the newest are what is looked for. */
const SHOWN = 20;

/** The files of this computer that log in with an account. */
export function Places({ places }: { readonly places: readonly AccountPlace[] }) {
  const { t } = useTranslation();
  if (places.length === 0) {
    return <span className="pk-muted">{t('serviceAccounts.uses.noPlaces')}</span>;
  }
  return (
    <ul className="pk-uses">
      {places.map(({ credentialId, targetId, path, registry, state }) => (
        <li key={`${credentialId} ${targetId}`}>
          <code className="pk-path">{path}</code>
          <span className="pk-muted pk-small">{registry}</span>
          <StateLabel state={state} />
        </li>
      ))}
    </ul>
  );
}

interface ExportUsesProps {
  readonly uses: readonly ExportUse[];
  /** Those that still have the old token. */
  readonly outdated?: readonly ExportUse[];
}

/** Where an account went beyond this computer's files, as far as the app has seen it. */
export function ExportUses({ uses, outdated = [] }: ExportUsesProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: (useId: string) => call('export.forget-use', { useId }),
    onSettled: () => client.invalidateQueries({ queryKey: localAccountsQuery.queryKey }),
  });
  if (uses.length === 0) {
    return <span className="pk-muted">{t('serviceAccounts.uses.noExports')}</span>;
  }
  const placeOf = ({ name, namespace, fileName }: ExportUse) =>
    [
      name !== null && namespace !== null ? t('export.uses.object', { name, namespace }) : name,
      fileName === null ? t('export.uses.clipboard') : t('export.uses.file', { file: fileName }),
    ]
      .filter((part) => part !== null)
      .join(', ');
  const isOld = (use: ExportUse) => outdated.some(({ id }) => id === use.id);
  return (
    <>
      {forget.error && <ErrorAlert error={forget.error} />}
      <ul className="pk-uses">
        {uses.slice(0, SHOWN).map((use) => (
          <li key={use.id}>
            {isOld(use) && <ExclamationTriangleIcon title={t('serviceAccounts.uses.oldToken')} />}
            <span className="pk-break">{placeOf(use)}</span>
            <span className="pk-muted pk-small">
              <RelativeTime at={use.at} />
            </span>
            {isOld(use) && (
              <Button
                variant="link"
                isInline
                aria-label={t('serviceAccounts.uses.doneWith', { place: placeOf(use) })}
                onClick={() => forget.mutate(use.id)}
              >
                {t('serviceAccounts.uses.done')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {uses.length > SHOWN && (
        <p className="pk-muted pk-small">
          {t('serviceAccounts.uses.more', { count: uses.length - SHOWN })}
        </p>
      )}
    </>
  );
}

interface BreaksProps {
  readonly local: LocalAccount | null;
  /** The files of this computer are shown by themselves. */
  readonly withoutPlaces?: boolean;
}

/** What stops working: everything that is known, and that there may be more. */
export function Breaks({ local, withoutPlaces = false }: BreaksProps) {
  const { t } = useTranslation();
  return (
    <section className="pk-stack" aria-labelledby="account-breaks">
      <h2 id="account-breaks">{t('serviceAccounts.uses.title')}</h2>
      {local !== null && !withoutPlaces && local.places.length > 0 && (
        <Places places={local.places} />
      )}
      {local !== null && local.exports.length > 0 && <ExportUses uses={local.exports} />}
      <p>
        {local !== null && local.places.length + local.exports.length > 0
          ? t('serviceAccounts.uses.andOthers')
          : t('serviceAccounts.uses.onlyOthers')}
      </p>
    </section>
  );
}
