import CheckIcon from '@patternfly/react-icons/dist/dynamic/icons/check-icon';
import { useTranslation } from 'react-i18next';
import { KNOWN_REGISTRIES } from '../../../shared/registry.ts';

const COLUMNS = ['anonymous', 'redHatLogin', 'token'] as const;
const RED_HAT = ['red-hat', 'red-hat-connect', 'red-hat-access'] as const;
type RedHatId = (typeof RED_HAT)[number];

function isRedHat(id: string): id is RedHatId {
  return (RED_HAT as readonly string[]).includes(id);
}

/** What each Red Hat registry takes, as the table of "Red Hat Container Registry Authentication". */
export function CapabilityTable() {
  const { t } = useTranslation();
  return (
    <div className="pk-scroll-x" tabIndex={-1}>
      <table className="pk-capability">
        <caption>{t('capability.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('capability.registry')}</th>
            <th scope="col">{t('capability.content')}</th>
            {COLUMNS.map((column) => (
              <th scope="col" key={column}>
                {t(`capability.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KNOWN_REGISTRIES.map(
            ({ id, registry, capability }) =>
              isRedHat(id) && (
                <tr key={id}>
                  <th scope="row">{registry}</th>
                  <td>{t(`registries.${id}.content`)}</td>
                  {COLUMNS.map((column) => (
                    <td key={column} className={capability[column] ? 'pk-yes' : 'pk-no'}>
                      {capability[column] && <CheckIcon />}{' '}
                      {capability[column] ? t('common.yes') : t('common.no')}
                    </td>
                  ))}
                </tr>
              ),
          )}
        </tbody>
      </table>
    </div>
  );
}
