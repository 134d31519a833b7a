import type { Diagnosis, Probe, RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { evidenceText } from '../../../shared/evidence-text.ts';
import type { PageWords } from './page-words.ts';

/** A finished diagnosis as Markdown, to attach to a support case. It has what the page shows. */
export function diagnosisMarkdown({ at, registries }: Diagnosis, t: PageWords): string {
  return [
    `# ${t('diagnosis.report.heading')}`,
    '',
    at,
    ...registries.flatMap((registry) => registryLines(registry, t)),
    '',
  ].join('\n');
}

function registryLines(
  { name, username, headline, others, probes }: RegistryDiagnosis,
  t: PageWords,
): string[] {
  return [
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
    ...probes.flatMap((probe) => probeLines(probe, t)),
  ];
}

function probeLines(
  { kind, target, status, because, durationMs, evidence }: Probe,
  t: PageWords,
): string[] {
  const about = target === null ? '' : ` ${plain(target)}`;
  const outcome = because === null ? `${durationMs} ms` : t(`diagnosis.skipped.${because}`);
  return [
    `- ${t(`diagnosis.status.${status}`)}: ${t(`diagnosis.probe.${kind}`)}${about} (${outcome})`,
    ...evidence.map(
      (each) => `  - ${t(`diagnosis.evidence.${each.code}`)}: ${plain(evidenceText(each, t))}`,
    ),
  ];
}

/** One line of Markdown that says what the text says and nothing more. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
