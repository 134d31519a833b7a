import { Trans, useTranslation } from 'react-i18next';
import { knownRegistry, type ParsedRegistry } from '../../../shared/registry.ts';

interface Props {
  readonly text: string;
  readonly parsed: ParsedRegistry;
  /** Whether the login is for the whole registry. */
  readonly isForAll: boolean;
}

/** What was made of a pasted text: the registry, and what was left out of it. */
export function Understood({ text, parsed, isForAll }: Props) {
  const { t } = useTranslation();
  if (!parsed.ok) return <p className="pk-muted">{t('login.registry.fieldHelp')}</p>;
  if (parsed.registry === text) {
    return <p className="pk-muted">{t('login.registry.asTyped')}</p>;
  }
  const image =
    parsed.repository && parsed.repository + (parsed.reference ? ` (${parsed.reference})` : '');
  const notes = parsed.notes.filter((note) => isForAll || note !== 'repository-removed');
  const isAccess = knownRegistry(parsed.registry)?.id === 'red-hat-access';
  return (
    <>
      <p>
        <Trans
          t={t}
          i18nKey="login.registry.understood"
          values={{ registry: parsed.registry }}
          components={{ name: <code /> }}
        />
      </p>
      <ul className="pk-bullets pk-muted pk-small">
        {notes.map((note) => (
          <li key={note}>{t(`registryNote.${note}`, { image: image ?? '' })}</li>
        ))}
        {image && isAccess && <li>{t('login.registry.alsoOnIo', { image })}</li>}
      </ul>
    </>
  );
}
