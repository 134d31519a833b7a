import { useTranslation } from 'react-i18next';
import type { CredentialKind } from '../../../shared/credential.ts';
import type { Link } from '../../../shared/links.ts';
import { knownRegistry } from '../../../shared/registry.ts';
import { LinkButton } from '../../components/link-button.tsx';

interface Props {
  readonly registry: string;
  readonly kind: CredentialKind;
}

/** What to paste here, for this registry and this kind, and the page that has it. */
export function PasteHelp({ registry, kind }: Props) {
  const { t } = useTranslation();
  const known = knownRegistry(registry);
  const words =
    known && known.id !== 'red-hat-access'
      ? known.id.startsWith('red-hat')
        ? kind === 'red-hat-login'
          ? t('pasteHelp.redHatLogin')
          : t('pasteHelp.serviceAccount')
        : t(`pasteHelp.${known.id as 'quay' | 'docker-hub' | 'github-packages'}`)
      : t('pasteHelp.other');
  const links = (known?.links ?? []).filter(
    (link) => kind !== 'red-hat-login' || link !== 'red-hat-service-accounts',
  );
  return (
    <div className="pk-hint">
      <p>{words}</p>
      {kind === 'service-account' && <p>{t('pasteHelp.orgVisible')}</p>}
      {links.length > 0 && (
        <div className="pk-actions">
          {links.map((link: Link) => (
            <LinkButton key={link} links={[link]}>
              {t(`link.${link}`)}
            </LinkButton>
          ))}
        </div>
      )}
    </div>
  );
}
