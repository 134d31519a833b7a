import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly id: string;
  /** From 0 (guessed at once) to 4; null while nothing is typed. */
  readonly score: Score | null;
}

export type Score = 0 | 1 | 2 | 3 | 4;

/** How long guessing would take, in a word and a bar: a hint, never a rule. */
export function PassphraseStrength({ id, score }: Props) {
  const { t } = useTranslation();
  return (
    <p id={id} className="pk-strength" data-score={score ?? ''} role="status">
      <span className="pk-strength-bar" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} data-on={score !== null && score >= step} />
        ))}
      </span>
      <span>{score === null ? t('passphrase.hint') : t(`passphrase.score.${score}`)}</span>
    </p>
  );
}

/** What rates a passphrase; null until its word lists are there, a megabyte that nothing else needs. */
export function useRating(): ((passphrase: string) => Score) | null {
  const rating = useQuery({
    queryKey: ['passphrase-rating'],
    queryFn: async () => {
      const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
        import('@zxcvbn-ts/core'),
        import('@zxcvbn-ts/language-common'),
      ]);
      const rater = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
      return (passphrase: string) => rater.check(passphrase).score as Score;
    },
    gcTime: Number.POSITIVE_INFINITY,
  });
  return rating.data ?? null;
}
