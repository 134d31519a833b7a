import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Finding, RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import type { Remedy } from '../../../shared/diagnosis-causes.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { TrustDialog } from '../../components/trust/trust-dialog.tsx';
import { FixRemedy } from './fix-remedy.tsx';
import { ProxyModeDialog } from './proxy-mode-dialog.tsx';
import { WriteRemedy } from './write-remedy.tsx';

/** Where in the app a remedy is done. */
const PLACES: Readonly<
  Partial<Record<Remedy, 'lookup' | 'credentials' | 'login' | 'allowList' | 'settings'>>
> = {
  'open-lookup': 'lookup',
  'allow-realm': 'credentials',
  'log-in': 'login',
  'use-full-name': 'login',
  'mark-plain-http': 'login',
  'export-allow-list': 'allowList',
  'open-firewall': 'allowList',
  'set-proxy-login': 'settings',
  'mend-proxy-address': 'settings',
};

interface Props {
  readonly finding: Finding;
  readonly done: RegistryDiagnosis;
  /** The run; null before it ended. */
  readonly of: string | null;
  /** Looks at one probe again, or at everything; null while nothing can be repeated. */
  readonly onRerun: ((probeId: string | null) => void) | null;
}

/** The first step of a remedy, where the app can do it; else another look. */
export function RemedyButton({ finding, done, of, onRerun }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { cause, remedy, probeId } = finding;
  const closed = (isChanged: boolean) => {
    if (isChanged) onRerun?.(null);
  };
  switch (remedy) {
    case 'use-token':
      return (
        <LinkButton links={['red-hat-service-accounts']}>
          {t('link.red-hat-service-accounts')}
        </LinkButton>
      );
    case 'add-authority':
    case 'mend-server-chain':
      return (
        of && (
          <TrustButton
            of={of}
            name={done.name}
            isIntercepted={cause === 'tls-intercepted'}
            label={t('trust.open')}
            onClosed={closed}
          />
        )
      );
    case 'write-target':
    case 'put-back':
      return <WriteRemedy done={done} onClosed={closed} />;
    case 'open-doctor':
    case 'mend-owner':
      return (
        <FixRemedy
          paths={pathsIn(done, probeId)}
          key={`${done.durationMs} ${probeId}`}
          onClosed={closed}
        />
      );
    case 'switch-proxy-mode':
      return <ProxyModeButton onClosed={closed} />;
  }
  const place = PLACES[remedy];
  if (place !== undefined) {
    const to = {
      lookup: `/lookup?reference=${encodeURIComponent(done.name)}`,
      credentials: '/credentials',
      login: `/login/account?registry=${encodeURIComponent(done.registry)}`,
      allowList: '/diagnosis/allow-list',
      settings: '/settings',
    }[place];
    return (
      <Button variant="link" isInline onClick={() => navigate(to)}>
        {t(`diagnosis.go.${place}`)}
      </Button>
    );
  }
  return (
    <Button
      variant="link"
      isInline
      isAriaDisabled={onRerun === null}
      onClick={() => onRerun?.(probeId)}
    >
      {t('diagnosis.again')}
    </Button>
  );
}

interface TrustButtonProps {
  readonly of: string;
  readonly name: string;
  readonly isIntercepted: boolean;
  readonly label: string;
  readonly onClosed: (isChanged: boolean) => void;
}

/** Opens the dialog about a registry's certificates. */
export function TrustButton({ label, onClosed, ...about }: TrustButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="link" isInline onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && (
        <TrustDialog
          {...about}
          onClose={(isChanged) => {
            setOpen(false);
            onClosed(isChanged);
          }}
        />
      )}
    </>
  );
}

function ProxyModeButton({ onClosed }: Pick<TrustButtonProps, 'onClosed'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="link" isInline onClick={() => setOpen(true)}>
        {t('proxyMode.open')}
      </Button>
      {isOpen && (
        <ProxyModeDialog
          onClose={(isChanged) => {
            setOpen(false);
            onClosed(isChanged);
          }}
        />
      )}
    </>
  );
}

/** The files that a probe names. */
function pathsIn({ probes }: RegistryDiagnosis, probeId: string): ReadonlySet<string> {
  const evidence = probes.find(({ id }) => id === probeId)?.evidence ?? [];
  return new Set(
    evidence.flatMap(({ context: { path } }) => (typeof path === 'string' ? [path] : [])),
  );
}
