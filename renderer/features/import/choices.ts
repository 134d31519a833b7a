import type { ImportCandidate, ImportChoice } from '../../../shared/importing.ts';

/** The candidates that are wanted, and whether registry.connect.redhat.com is to have each too. */
export type Choices = ReadonlyMap<string, boolean>;

/**
 * What is ticked at first: what is new. What would replace something stored waits for the user's word, and
 * what is stored already needs none. Of several secrets for one user the first.
 */
export function firstChoices(candidates: readonly ImportCandidate[]): Choices {
  const choices = new Map<string, boolean>();
  for (const { id, conflict, rivals } of candidates) {
    const isNew = conflict === 'new' || conflict === 'other-user';
    if (isNew && !rivals.some((rival) => choices.has(rival))) choices.set(id, false);
  }
  return choices;
}

/** The choices with a candidate in or out; what cannot be chosen beside it goes out. */
export function choose(
  choices: Choices,
  candidates: readonly ImportCandidate[],
  candidateId: string,
  isWanted: boolean,
): Choices {
  const next = new Map(choices);
  if (!isWanted) next.delete(candidateId);
  else {
    const rivals = candidates.find(({ id }) => id === candidateId)?.rivals ?? [];
    for (const rival of rivals) next.delete(rival);
    next.set(candidateId, false);
  }
  return next;
}

/** In the order of the text, as main takes them. */
export function choiceList(
  choices: Choices,
  candidates: readonly ImportCandidate[],
): ImportChoice[] {
  return candidates.flatMap(({ id }) => {
    const alsoConnect = choices.get(id);
    return alsoConnect === undefined ? [] : [{ candidateId: id, alsoConnect }];
  });
}

/** How many of what was found can be imported and how many cannot, and how many objects they stood in. */
export function tally(candidates: readonly ImportCandidate[]): {
  readonly usable: number;
  readonly refused: number;
  readonly holders: number;
} {
  const refused = candidates.filter(({ problem }) => problem !== null).length;
  return {
    usable: candidates.length - refused,
    refused,
    holders: new Set(candidates.map(({ holder }) => holder)).size,
  };
}
