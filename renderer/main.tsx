import '@patternfly/react-core/dist/styles/base.css';
import './styles/main.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readFirstPaint } from '../shared/first-paint.ts';
import { App } from './app.tsx';
import { rendered } from './bridge.ts';
import { showLanguage } from './i18n.ts';
import {
  createQueryClient,
  credentialPageQuery,
  EVERY_CREDENTIAL,
  settingsQuery,
} from './queries.ts';
import { showTheme } from './theme.ts';

/** A list that is there by then is painted at once; before a later one there are placeholders. */
const PATIENCE_MS = 100;

/**
 * Asks for what the first screen needs all at once, and paints it in the theme and the language that
 * main put into the address: the answer to `settings.get` is not waited for.
 */
async function start(): Promise<void> {
  const client = createQueryClient();
  const list = client.prefetchQuery(credentialPageQuery(EVERY_CREDENTIAL));
  const settings = client.fetchQuery(settingsQuery);
  const first = readFirstPaint(window.location.search);
  showTheme(first.theme);
  await Promise.all([
    showLanguage(first.language),
    Promise.race([list, delay(PATIENCE_MS)]),
    documentParsed(),
  ]);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
  rendered();
  // Main looked at the settings without checking them: where they say otherwise, they count.
  // Without settings the window still opens; what is wrong shows in the list itself.
  const { theme, language } = await settings.catch(() => first);
  if (theme !== first.theme) showTheme(theme);
  if (language !== first.language) await showLanguage(language);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** This script is `async`, and may be here first. */
function documentParsed(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
}

void start();
