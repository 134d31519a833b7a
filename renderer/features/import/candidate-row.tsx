import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CheckResult } from '../../../shared/credential.ts';
import type { ImportCandidate } from '../../../shared/importing.ts';
import { TableCell, TableRow } from '../../components/data-table.tsx';
import { VerdictWord } from '../../components/verdict.tsx';
import { CandidateFacts, CandidateState } from './candidate-facts.tsx';
import { PlaceField } from './place-field.tsx';

interface Props {
  readonly candidate: ImportCandidate;
  readonly isChosen: boolean;
  readonly alsoConnect: boolean;
  readonly check: CheckResult | undefined;
  readonly isChecking: boolean;
  readonly isBusy: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly onAlsoConnect: (wanted: boolean) => void;
  readonly onCheck: () => void;
  readonly onPlace: (registry: string) => void;
}

export function CandidateRow(props: Props) {
  const { candidate, isChosen, alsoConnect, check, isChecking, isBusy } = props;
  const { t } = useTranslation();
  const { id, registry, namespace, username, problem, key } = candidate;
  const scope = registry && scopeOf({ registry, namespace: namespace ?? undefined });
  const isWhole = problem === null && registry !== null;
  const name = {
    user: username ?? t('unknown.username'),
    registry: scope ?? key ?? t('unknown.registry'),
  };
  return (
    <TableRow>
      <TableCell className="pk-import-box">
        <Checkbox
          id={`candidate-${id}`}
          aria-label={t('import.choose.one', name)}
          isChecked={isChosen}
          isDisabled={!isWhole || isBusy}
          onChange={(_event, chosen) => props.onChoose(chosen)}
        />
      </TableCell>
      <TableCell label={t('import.column.login')}>
        <div className="pk-stack-tight">
          {(scope ?? key) && <code className="pk-import-name">{scope ?? key}</code>}
          <span className="pk-import-name">{username ?? t('unknown.username')}</span>
          {key === null && problem === null && <PlaceField onPlace={props.onPlace} />}
          {candidate.sharesWithConnect && (
            <Checkbox
              id={`connect-${id}`}
              label={t('import.alsoConnect')}
              isChecked={alsoConnect}
              isDisabled={!isChosen || isBusy}
              onChange={(_event, wanted) => props.onAlsoConnect(wanted)}
            />
          )}
          {problem === 'no-secret' && registry && (
            <Link to={`/login?registry=${encodeURIComponent(registry)}`}>
              {t('import.logInInstead')}
            </Link>
          )}
        </div>
      </TableCell>
      <TableCell label={t('import.column.what')}>
        <CandidateFacts candidate={candidate} />
      </TableCell>
      <TableCell label={t('import.column.stored')}>
        <CandidateState candidate={candidate} />
      </TableCell>
      <TableCell label={t('import.column.check')}>
        {isWhole && (
          <div className="pk-stack-tight">
            {check && (
              <>
                <VerdictWord verdict={check.verdict} />
                <span className="pk-small">{t(`check.${check.reason}.title`)}</span>
              </>
            )}
            <Button
              variant="link"
              isInline
              isLoading={isChecking}
              isDisabled={isBusy}
              aria-label={t('import.check.one', name)}
              onClick={props.onCheck}
            >
              {check ? t('credentials.checkAgain') : t('import.check.word')}
            </Button>
          </div>
        )}
      </TableCell>
    </TableRow>
  );
}
