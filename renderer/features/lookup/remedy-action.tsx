import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Remedy } from './remedies.ts';
import type { Help } from './use-help.ts';

interface Props {
  readonly remedy: Remedy;
  readonly help: Help;
}

/** The way to one remedy: a dialog that shows its plan first, or the page where it is done. */
export function RemedyAction({ remedy, help }: Props) {
  const { t } = useTranslation();
  const { registry, repository } = help.around.explanation;
  switch (remedy.kind) {
    case 'fix': {
      const { code, evidence, path } = remedy.finding;
      const title = t(`doctor.finding.${code}.title`);
      const subject = evidence.key ?? evidence.helper ?? path;
      return (
        <Button
          variant="secondary"
          size="sm"
          aria-label={t('doctor.fixOf', { title, subject })}
          onClick={() => help.choose(remedy)}
        >
          {t('doctor.fixAction')}
        </Button>
      );
    }
    case 'write': {
      const { credential, target } = remedy;
      return (
        <Button variant="secondary" size="sm" onClick={() => help.choose(remedy)}>
          {t('lookup.remedy.write', { user: credential.username, path: target.path })}
        </Button>
      );
    }
    case 'log-in': {
      const reference = repository === null ? registry : `${registry}/${repository}`;
      const search = `?${new URLSearchParams({ registry: reference })}`;
      return (
        <Link to={{ pathname: '/login/registry', search }}>
          {t('lookup.remedy.logIn', { registry })}
        </Link>
      );
    }
    case 'take-over':
      return <Link to="/targets">{t('lookup.remedy.takeOver')}</Link>;
    case 'root':
      return <Link to="/targets">{t('lookup.remedy.root')}</Link>;
  }
}

/** A remedy by itself, with what it is about. */
export function RemedyItem({ remedy, help }: Props) {
  const { t } = useTranslation();
  if (remedy.kind !== 'fix') {
    return (
      <li>
        <RemedyAction remedy={remedy} help={help} />
      </li>
    );
  }
  const { code, evidence, path } = remedy.finding;
  return (
    <li>
      <span>{t(`doctor.finding.${code}.title`)}</span>
      <code className="pk-path">{evidence.key ?? evidence.helper ?? path}</code>
      <RemedyAction remedy={remedy} help={help} />
    </li>
  );
}
