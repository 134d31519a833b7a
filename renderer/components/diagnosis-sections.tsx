import '../styles/diagnosis.css';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

/** The parts of the page, each with an address of its own; the last is a page of its own. */
const SECTIONS = [
  { path: '/diagnosis', name: 'run' },
  { path: '/diagnosis/explain', name: 'explain' },
  { path: '/diagnosis/image', name: 'image' },
  { path: '/diagnosis/allow-list', name: 'allowList' },
  { path: '/lookup', name: 'lookup' },
] as const;

/** Leads from one part of the diagnosis to another. */
export function DiagnosisSections() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('diagnosis.sections.label')}>
      <ul className="pk-segments pk-sections">
        {SECTIONS.map(({ path, name }) => (
          <li key={path}>
            <NavLink to={path} end className="pk-segment">
              {t(`diagnosis.sections.${name}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
