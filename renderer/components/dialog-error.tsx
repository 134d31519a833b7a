import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { wireErrorOf } from '../bridge.ts';
import { vaultQuery } from '../queries.ts';
import { ErrorAlert } from './error-alert.tsx';
import { VaultBanner } from './vault-banner.tsx';
import { vaultTrouble } from './vault-trouble.ts';

interface Props {
  readonly error: Error;
  /** Goes on with what the locked store kept from being done. */
  readonly onUnlocked: () => void;
}

/** An error in a dialog. Where the store is locked it is opened right here: what the page offers lies behind. */
export function DialogError({ error, onUnlocked }: Props) {
  const status = useQuery(vaultQuery).data;
  const isLocked = wireErrorOf(error).code === 'STORE_LOCKED';
  const isInTrouble = status !== undefined && vaultTrouble(status) !== null;
  const wasInTrouble = useRef(false);
  useEffect(() => {
    if (isLocked && wasInTrouble.current && !isInTrouble) onUnlocked();
    wasInTrouble.current = isInTrouble;
  }, [isLocked, isInTrouble, onUnlocked]);
  return isLocked && status !== undefined && isInTrouble ? (
    <VaultBanner status={status} />
  ) : (
    <ErrorAlert error={error} />
  );
}
