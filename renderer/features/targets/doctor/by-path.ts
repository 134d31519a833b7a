import type { Finding } from '../../../../shared/doctor.ts';

const RANK: Record<Finding['severity'], number> = { error: 0, warning: 1, notice: 2 };

/** The findings of each file, the worst first. */
export function byPath(findings: readonly Finding[]): readonly [path: string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  const worstFirst = [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  for (const finding of worstFirst) {
    const group = groups.get(finding.path);
    if (group) group.push(finding);
    else groups.set(finding.path, [finding]);
  }
  return [...groups];
}
