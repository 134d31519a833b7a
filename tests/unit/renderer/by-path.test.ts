import { describe, expect, it } from 'vitest';
import { byPath } from '../../../renderer/features/targets/doctor/by-path.ts';
import type { Finding } from '../../../shared/doctor.ts';

function finding(path: string, severity: Finding['severity']): Finding {
  const id = `symlink:${'0'.repeat(32)}`;
  return {
    id,
    code: 'symlink',
    severity,
    targetId: null,
    path,
    evidence: {},
    modifiedAt: null,
    fix: null,
  };
}

describe('findings by file', () => {
  it('come with the worst first, in each file and among the files', () => {
    const groups = byPath([
      finding('/a', 'notice'),
      finding('/b', 'warning'),
      finding('/a', 'warning'),
      finding('/b', 'error'),
    ]);
    expect(groups.map(([path, found]) => [path, found.map(({ severity }) => severity)])).toEqual([
      ['/b', ['error', 'warning']],
      ['/a', ['warning', 'notice']],
    ]);
  });
});
