import '@patternfly/react-core/dist/styles/base.css';
import './styles/main.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app.tsx';
import { showLanguage } from './i18n.ts';
import { createQueryClient, credentialsQuery, settingsQuery } from './queries.ts';
import { showTheme } from './theme.ts';

/** Asks for what the first screen needs all at once, then paints it in the right language and theme. */
async function start(): Promise<void> {
  const client = createQueryClient();
  void client.prefetchQuery(credentialsQuery);
  // Without settings the window still opens; what is wrong shows in the list itself.
  const settings = await client.fetchQuery(settingsQuery).catch(() => null);
  showTheme(settings?.theme ?? 'system');
  await showLanguage(settings?.language ?? 'system');
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
