import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';

/** The contract's calls for what is handed on. A secret that is in use now is in none of it. */
export function createReportCalls({
  desktop,
  log,
}: Pick<Services, 'desktop' | 'log'>): CallsOf<'report'> {
  return {
    'report.save': async ({ name, text }) => ({
      path: await desktop.saveText(`pullkeeper-${name}`, log.scrubber.scrubHeld(text)),
    }),
    'report.copy': async ({ text }) => void (await desktop.copyText(log.scrubber.scrubHeld(text))),
  };
}
