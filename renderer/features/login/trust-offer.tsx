import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { call } from '../../bridge.ts';
import { isCancelled } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { TrustDialog } from '../../components/trust/trust-dialog.tsx';
import { useRun } from '../../run.ts';

interface Props {
  /** `host[:port]` */
  readonly registry: string;
  /** What the registry is trusted by is another by now. */
  readonly onChanged: () => void;
}

interface Examined {
  readonly of: string;
  readonly registry: RegistryDiagnosis;
}

/**
 * Offers to trust the registry's authority, as the diagnosis does and by way of one: main trusts only what it
 * was shown itself, and asks the user in a window of its own.
 */
export function TrustOffer({ registry, onChanged }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const { running } = run.view;
  const [examined, setExamined] = useState<Examined | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const look = async () => {
    setError(null);
    try {
      const { runId, registries } = await run.start((id) =>
        call('diagnosis.run', {
          runId: id,
          subject: { kind: 'references', references: [registry], credentialId: null },
        }),
      );
      const [found] = registries;
      if (found) setExamined({ of: runId, registry: found });
    } catch (cause) {
      if (!isCancelled(cause)) setError(cause as Error);
    }
  };

  return (
    <>
      <Button
        variant="link"
        isInline
        isLoading={running}
        isAriaDisabled={running}
        onClick={() => void look()}
      >
        {t('trust.open')}
      </Button>
      <span role="status" className="pk-visually-hidden">
        {running && t('login.check.lookingAtCertificates')}
      </span>
      {running && (
        <Button variant="link" isInline onClick={run.cancel}>
          {t('common.cancel')}
        </Button>
      )}
      {error && <ErrorAlert error={error} />}
      {examined && (
        <TrustDialog
          of={examined.of}
          name={examined.registry.name}
          isIntercepted={isIntercepted(examined.registry)}
          onClose={(isChanged) => {
            setExamined(null);
            if (isChanged) onChanged();
          }}
        />
      )}
    </>
  );
}

function isIntercepted({ headline, others }: RegistryDiagnosis): boolean {
  return [headline, ...others].some((finding) => finding?.cause === 'tls-intercepted');
}
