import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../../shared/diagnosis.ts';
import { evidenceText } from './probe-item.tsx';

/** One line of Markdown that says what the text says and nothing more. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

/** A finished diagnosis as Markdown, to attach to a support case. It has what the page shows. */
export function useReport(): (diagnosis: Diagnosis) => string {
  const { t } = useTranslation();
  return ({ at, registries }) =>
    [
      `# ${t('diagnosis.report.heading')}`,
      '',
      at,
      ...registries.flatMap(({ name, username, headline, others, probes }) => [
        '',
        `## ${plain(name)}`,
        '',
        username === null
          ? t('diagnosis.asNobody')
          : plain(t('imageCheck.askedAs', { user: username })),
        '',
        ...(headline === null ? [`- ${t('diagnosis.healthy')}`] : []),
        ...[...(headline ? [headline] : []), ...others].map(
          ({ cause, remedy, severity }) =>
            `- **${t(`diagnosis.status.${severity}`)}**: ${plain(t(`diagnosis.cause.${cause}`))}. ${plain(t(`diagnosis.remedy.${remedy}`))}`,
        ),
        '',
        ...probes.flatMap(({ kind, target, status, because, durationMs, evidence }) => [
          `- ${t(`diagnosis.status.${status}`)}: ${t(`diagnosis.probe.${kind}`)}${target === null ? '' : ` ${plain(target)}`} (${because === null ? `${durationMs} ms` : t(`diagnosis.skipped.${because}`)})`,
          ...evidence.map(
            ({ code, context }) =>
              `  - ${t(`diagnosis.evidence.${code}`)}: ${plain(evidenceText(context))}`,
          ),
        ]),
      ]),
      '',
    ].join('\n');
}
