import { lazy } from 'react';
import { HashRouter, Navigate, Route, Routes } from 'react-router';
import { Frame } from './components/frame.tsx';
import { CredentialsPage } from './features/credentials/credentials-page.tsx';
import { useLiveQueries } from './queries.ts';

const OverviewPage = lazy(() => import('./features/overview/overview-page.tsx'));
const FoundPage = lazy(() => import('./features/found/found-page.tsx'));
const LoginPage = lazy(() => import('./features/login/login-page.tsx'));
const TargetsPage = lazy(() => import('./features/targets/targets-page.tsx'));
const DiagnosisPage = lazy(() => import('./features/diagnosis/diagnosis-page.tsx'));
const LookupPage = lazy(() => import('./features/lookup/lookup-page.tsx'));
const ActivityPage = lazy(() => import('./features/activity/activity-page.tsx'));
const ExportPage = lazy(() => import('./features/export/export-page.tsx'));
const ImportPage = lazy(() => import('./features/import/import-page.tsx'));
const PullSecretsPage = lazy(() => import('./features/pull-secrets/pull-secrets-page.tsx'));
const ServiceAccountsPage = lazy(
  () => import('./features/service-accounts/service-accounts-page.tsx'),
);
const ProfilesPage = lazy(() => import('./features/profiles/profiles-page.tsx'));
const SettingsPage = lazy(() => import('./features/settings/settings-page.tsx'));

export function App() {
  useLiveQueries();
  return (
    <HashRouter>
      <Routes>
        <Route element={<Frame />}>
          <Route index element={<CredentialsPage />} />
          <Route path="overview" element={<OverviewPage />} />
          <Route path="found" element={<FoundPage />} />
          <Route path="login/:step?" element={<LoginPage />} />
          <Route path="targets" element={<TargetsPage />} />
          <Route path="diagnosis/:section?" element={<DiagnosisPage />} />
          <Route path="lookup" element={<LookupPage />} />
          <Route path="activity" element={<ActivityPage />} />
          <Route path="import" element={<ImportPage />} />
          <Route path="export" element={<ExportPage />} />
          <Route path="pull-secrets" element={<PullSecretsPage />} />
          <Route path="service-accounts/:view?" element={<ServiceAccountsPage />} />
          <Route path="profiles" element={<ProfilesPage />} />
          <Route path="settings" element={<SettingsPage />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Route>
      </Routes>
    </HashRouter>
  );
}
