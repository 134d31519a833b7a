import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../shared/credential.ts';
import { call } from '../bridge.ts';
import { placesQuery } from '../queries.ts';
import { ErrorAlert } from './error-alert.tsx';
import { SessionChoice } from './session-choice.tsx';

/** Whether a stored login comes back with every session; a choice counts at once. */
export function KeptSessions({ credential }: { readonly credential: CredentialView }) {
  const { t } = useTranslation();
  const keep = useMutation({
    mutationFn: (everySession: boolean) =>
      call('session.keep', { credentialId: credential.id, everySession }),
  });
  const places = useQuery(placesQuery).data ?? [];
  const isWritten = (targetId: string) =>
    credential.states.some((each) => each.targetId === targetId && each.state === 'in-sync');
  const lasting = places.filter(({ id, volatile }) => !volatile && isWritten(id));
  const known = credential.everySession ?? false;
  return (
    <section>
      <h2>{t('sessionChoice.title')}</h2>
      <SessionChoice
        value={keep.isPending ? keep.variables : known}
        onChange={(everySession) => keep.mutate(everySession)}
        lasting={lasting.map(({ path }) => path)}
        isDisabled={keep.isPending}
      />
      {keep.error && <ErrorAlert error={keep.error} />}
    </section>
  );
}
