import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Finding, RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import type { Remedy } from '../../../shared/diagnosis-causes.ts';
import { LinkButton } from '../../components/link-button.tsx';

/** Where in the app a remedy is done. */
const PLACES: Readonly<
  Partial<Record<Remedy, 'lookup' | 'targets' | 'credentials' | 'login' | 'allowList' | 'settings'>>
> = {
  'open-lookup': 'lookup',
  'open-doctor': 'targets',
  'mend-owner': 'targets',
  'write-target': 'credentials',
  'put-back': 'credentials',
  'allow-realm': 'credentials',
  'log-in': 'login',
  'use-full-name': 'login',
  'mark-plain-http': 'login',
  'export-allow-list': 'allowList',
  'open-firewall': 'allowList',
  'set-proxy-login': 'settings',
  'switch-proxy-mode': 'settings',
  'mend-proxy-address': 'settings',
};

interface Props {
  readonly finding: Finding;
  readonly done: RegistryDiagnosis;
  readonly onRerun: ((probeId: string) => void) | null;
}

/** The first step of a remedy, where the app can do it; else another look. */
export function RemedyButton({ finding: { remedy, probeId }, done, onRerun }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (remedy === 'use-token') {
    return (
      <LinkButton links={['red-hat-service-accounts']}>
        {t('link.red-hat-service-accounts')}
      </LinkButton>
    );
  }
  const place = PLACES[remedy];
  if (place !== undefined) {
    const to = {
      lookup: `/lookup?reference=${encodeURIComponent(done.name)}`,
      targets: '/targets',
      credentials: '/',
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
