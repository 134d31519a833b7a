import { type OtherHost, startOtherHost } from '../support/app-other-host.ts';
import { test as base } from './fixtures.ts';

/** The page as the tests see it. */
export interface Page {
  readonly pullkeeper: {
    invoke(name: string, input?: unknown): Promise<{ ok: boolean; error?: { code: string } }>;
    subscribe(name: string, callback: () => void): () => void;
  };
}

/** With a host that the page must not reach. */
export const test = base.extend<{ otherHost: OtherHost }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs
  otherHost: async ({}, use) => {
    const host = await startOtherHost();
    await use(host);
    await host.close();
  },
});
