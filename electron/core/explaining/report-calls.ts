import {
  allowListCsv,
  allowListMarkdown,
  allowListWords,
} from '../../../shared/allow-list-text.ts';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CallInput } from '../../../shared/contract.ts';
import { IMAGE_COMMANDS, imageCommands } from '../../../shared/image-advice.ts';
import { parseScope } from '../../../shared/registry.ts';
import { shownLoginCommand } from '../../../shared/shown-login.ts';
import type { CallsOf } from '../calls.ts';
import type { Findings } from '../diagnostics/findings.ts';
import { Failure } from '../failure.ts';
import type { Services } from '../services.ts';
import { pageWords } from './page-words.ts';
import { diagnosisMarkdown } from './report-text.ts';

/** The contract's calls for what is handed on. A secret that is in use now is in none of it. */
export function createReportCalls(
  { desktop, log }: Pick<Services, 'desktop' | 'log'>,
  findings: Findings,
): CallsOf<'report'> {
  const textOf = async (input: CallInput<'report.save'>) =>
    log.scrubber.scrubHeld(await plainText(input, findings));
  return {
    'report.save': async (input) => {
      const { what, format } = input.content;
      return {
        path: await desktop.saveText(`pullkeeper-${what}.${format}`, await textOf(input)),
      };
    },
    'report.copy': async (input) => void (await desktop.copyText(await textOf(input))),
  };
}

/** @throws RUN_UNKNOWN, REGISTRY_INVALID for what is no scope */
async function plainText(
  { content, language }: CallInput<'report.save'>,
  findings: Findings,
): Promise<string> {
  switch (content.what) {
    case 'diagnosis': {
      const { diagnosis } = findings.get(content.of);
      return content.format === 'json'
        ? `${JSON.stringify(diagnosis, null, 2)}\n`
        : diagnosisMarkdown(diagnosis, await pageWords(language));
    }
    case 'allow-list': {
      const words = allowListWords(await pageWords(language));
      return content.format === 'csv' ? allowListCsv(words) : allowListMarkdown(words);
    }
    case 'image-commands': {
      const commands = imageCommands(content.image, content.shell);
      return IMAGE_COMMANDS.map((name) => commands[name]).join('\n');
    }
    case 'shown-login': {
      const scope = parseScope(content.scope);
      if (scope === null) throw new Failure('REGISTRY_INVALID');
      return shownLoginCommand(scopeOf(scope));
    }
  }
}
