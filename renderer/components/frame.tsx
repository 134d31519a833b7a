import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import ClusterIcon from '@patternfly/react-icons/dist/dynamic/icons/cluster-icon';
import CogIcon from '@patternfly/react-icons/dist/dynamic/icons/cog-icon';
import FileAltIcon from '@patternfly/react-icons/dist/dynamic/icons/file-alt-icon';
import HistoryIcon from '@patternfly/react-icons/dist/dynamic/icons/history-icon';
import IdBadgeIcon from '@patternfly/react-icons/dist/dynamic/icons/id-badge-icon';
import KeyIcon from '@patternfly/react-icons/dist/dynamic/icons/key-icon';
import StethoscopeIcon from '@patternfly/react-icons/dist/dynamic/icons/stethoscope-icon';
import ThIcon from '@patternfly/react-icons/dist/dynamic/icons/th-icon';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { VIEW_PATHS } from '../../shared/views.ts';
import { subscribe } from '../bridge.ts';
import { lockSecrets } from '../lock.ts';
import { showGuide, useGuide } from './help/guide.ts';
import { useImportGestures } from './import-gestures.ts';
import { Logo } from './logo.tsx';
import { useShortcuts } from './shortcuts.ts';

const CommandPalette = lazy(() => import('./palette/command-palette.tsx'));
const HelpPanel = lazy(() => import('./help/help-panel.tsx'));
const Tour = lazy(() => import('./help/tour.tsx'));

const PLACES = [
  { path: '/overview', name: 'overview', Icon: ThIcon },
  { path: '/', name: 'credentials', Icon: KeyIcon },
  { path: '/targets', name: 'targets', Icon: FileAltIcon },
  { path: '/pull-secrets', name: 'pullSecrets', Icon: ClusterIcon },
  { path: '/service-accounts', name: 'serviceAccounts', Icon: IdBadgeIcon },
  { path: '/diagnosis', name: 'diagnosis', Icon: StethoscopeIcon },
  { path: '/activity', name: 'activity', Icon: HistoryIcon },
  { path: '/settings', name: 'settings', Icon: CogIcon },
] as const;

/** What surrounds every page: the rail with the brand and the places, and the page itself. */
export function Frame() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const guide = useGuide();
  useShortcuts({
    onPalette: () => setPaletteOpen(true),
    onNewLogin: () => navigate('/login'),
    onLock: () => void lockSecrets(),
    onHelp: () => showGuide(guide === 'help' ? null : 'help'),
    onSearch: () => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
  });
  useImportGestures(useCallback(() => navigate('/import'), [navigate]));
  useEffect(() => subscribe('menu.chosen', ({ item }) => navigate(VIEW_PATHS[item])), [navigate]);
  useFocusOnPageChange();
  return (
    <div className="pk-frame">
      <button type="button" className="pk-skip" onClick={focusPage}>
        {t('app.skip')}
      </button>
      <nav className="pk-rail" aria-label={t('nav.label')}>
        <div className="pk-brand">
          <Logo size={32} />
          <span className="pk-brand-name">{t('app.name')}</span>
        </div>
        <ul>
          {PLACES.map(({ path, name, Icon }) => (
            <li key={path}>
              <NavLink to={path} end={path !== '/'} className="pk-place" title={t(`nav.${name}`)}>
                <Icon />
                <span>{t(`nav.${name}`)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main className="pk-main" id="main">
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      <Suspense fallback={null}>
        {guide === 'help' && <HelpPanel />}
        {guide === 'tour' && <Tour />}
      </Suspense>
      {isPaletteOpen && (
        <Suspense fallback={null}>
          <CommandPalette onClose={() => setPaletteOpen(false)} onGo={(path) => navigate(path)} />
        </Suspense>
      )}
    </div>
  );
}

export function PageLoading() {
  const { t } = useTranslation();
  return (
    <div className="pk-loading">
      <Spinner size="lg" aria-label={t('common.loading')} />
    </div>
  );
}

function focusPage(): void {
  document.getElementById('page-title')?.focus();
}

function useFocusOnPageChange(): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const main = document.getElementById('main');
    main?.scrollTo({ top: 0 });
    // A page whose first field took the focus keeps it.
    if (!main?.contains(document.activeElement)) focusPage();
  }, [pathname]);
}
