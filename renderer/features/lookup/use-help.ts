import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Explanation } from '../../../shared/lookup.ts';
import { credentialsQuery, findingsQuery, targetsQuery } from '../../queries.ts';
import type { Remedy, Surroundings } from './remedies.ts';

/** The remedies that a dialog shows the plan of. */
export type PlannedRemedy = Extract<Remedy, { kind: 'fix' | 'write' }>;

export interface Help {
  readonly around: Surroundings;
  /** Whether the places are still examined: more remedies may come. */
  readonly isLooking: boolean;
  readonly error: Error | null;
  readonly examineAgain: () => void;
  /** The remedy whose plan is shown. */
  readonly open: PlannedRemedy | null;
  readonly choose: (remedy: PlannedRemedy | null) => void;
}

/**
 * What is needed to help with what an explanation says. The places are examined anew for each
 * explanation, but not under an open dialog, whose plan is of the examination before.
 */
export function useHelp(explanation: Explanation, explainedAt: number): Help {
  const [open, choose] = useState<PlannedRemedy | null>(null);
  const examined = useQuery({ ...findingsQuery(explainedAt), enabled: open === null });
  const credentials = useQuery(credentialsQuery);
  const targets = useQuery(targetsQuery);
  return {
    around: {
      explanation,
      findings: examined.data ?? [],
      credentials: credentials.data ?? [],
      targets: targets.data ?? [],
    },
    isLooking: examined.isFetching,
    error: examined.error,
    examineAgain: () => void examined.refetch(),
    open,
    choose,
  };
}
