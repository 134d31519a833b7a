import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { namespacesOf, scopeOf, takesNamespaces } from '../../../shared/auth-scope.ts';
import { knownRegistry, parseRegistry } from '../../../shared/registry.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { targetsQuery } from '../../queries.ts';
import { type Account, emptyAccount, kindsOf } from './account.ts';
import { AccountStep } from './account-step.tsx';
import { CheckStep } from './check-step.tsx';
import { DoneStep } from './done-step.tsx';
import { type LeftLogin, leftLogin } from './left-login.ts';
import { isLoginStep, type LoginStep } from './login-steps.ts';
import { RegistryStep } from './registry-step.tsx';
import { StepTrail } from './step-trail.tsx';
import { type Login, useLogin } from './use-login.ts';
import { WriteStep } from './write-step.tsx';

/** The registry that a text names, if one can log in there. */
function registryOf(text: string): string | null {
  const parsed = parseRegistry(text);
  if (!parsed.ok || knownRegistry(parsed.registry)?.accepts.length === 0) return null;
  return parsed.registry;
}

/** What is left of a chosen namespace when the text may be another one by now. */
function namespaceIn(text: string, chosen: string | null): string | null {
  const parsed = parseRegistry(text);
  if (chosen === null || !parsed.ok || parsed.repository === null) return null;
  return namespacesOf(parsed.repository).includes(chosen) ? chosen : null;
}

/** The furthest step that what is known allows; an address further on leads here. */
function furthest(registry: string | null, login: Login): readonly LoginStep[] {
  if (login.applied) return ['done'];
  const allowed: LoginStep[] = ['registry'];
  if (registry) allowed.push('account');
  if (login.run.view.running || login.outcome || login.error) allowed.push('check');
  if (login.outcome?.draftId && login.outcome.plan) allowed.push('write');
  return allowed;
}

/** The login, step by step. Everything typed outlives going back, but for the secret. */
export default function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { step: place } = useParams();
  const [search, setSearch] = useSearchParams();
  const isDemo = search.get('demo') === '1';
  const [text, setText] = useState(search.get('registry') ?? '');
  const [chosenNamespace, setChosenNamespace] = useState<string | null>(null);
  const [plainHttp, setPlainHttp] = useState(isDemo);
  const [account, setAccount] = useState<Account>(() =>
    emptyAccount(registryOf(text) ?? '', isDemo),
  );
  const login = useLogin((outcome) => {
    const { draftId, expiresAt } = outcome ?? {};
    if (!outcome || !draftId || !expiresAt || !scope) return;
    leftLogin.leave({ draftId, expiresAt, scope, text, namespace, plainHttp, account, outcome });
  });
  const { run } = login;

  const registry = registryOf(text);
  const namespace = namespaceIn(text, chosenNamespace);
  const scope = registry && scopeOf({ registry, namespace: namespace ?? undefined });
  const go = (step: LoginStep) => navigate({ pathname: `/login/${step}`, search: `${search}` });
  const leave = () => {
    login.abandon();
    navigate('/');
  };
  const goOn = () => {
    const left = leftLogin.take();
    if (left) resume(left);
  };
  const resume = (left: LeftLogin) => {
    setText(left.text);
    setChosenNamespace(left.namespace);
    setPlainHttp(left.plainHttp);
    setAccount(left.account);
    login.resume(left.outcome);
    go('check');
  };

  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('[role="dialog"]')) run.cancel();
    };
    document.addEventListener('keydown', onEscape);
    return () => document.removeEventListener('keydown', onEscape);
  }, [run.cancel]);

  const allowed = furthest(registry, login);
  const wanted: LoginStep = isLoginStep(place) ? place : 'registry';
  const step = allowed.includes(wanted) ? wanted : (allowed.at(-1) ?? 'registry');
  if (step !== place) {
    return <Navigate to={{ pathname: `/login/${step}`, search: `${search}` }} replace />;
  }

  const submit = async (typed: Account, secret: string, commitAtOnce: boolean) => {
    if (!registry) return;
    setAccount(typed);
    const { kind, username, label, alsoConnect } = typed;
    const isKnown = knownRegistry(registry) !== null;
    const draft = {
      registry,
      ...(namespace !== null && { namespace }),
      plainHttp: plainHttp && !isKnown,
      kind,
      username,
      secret,
      label: label.trim(),
      ...(alsoConnect &&
        namespace === null &&
        knownRegistry(registry)?.id === 'red-hat' && { alsoFor: ['registry.connect.redhat.com'] }),
    };
    const targets = commitAtOnce ? await client.ensureQueryData(targetsQuery).catch(() => []) : [];
    const preferred = targets
      .filter(({ preferred, writable, problem }) => preferred && writable && !problem)
      .filter(({ format }) => namespace === null || takesNamespaces(format))
      .map(({ id }) => id);
    const checked = login.check(draft, commitAtOnce ? preferred : null);
    go('check');
    await checked;
  };

  return (
    <div className="pk-login">
      <PageHeader title={t('login.title')}>
        <StepTrail current={step} />
      </PageHeader>
      {step === 'registry' && (
        <RegistryStep
          text={text}
          onText={(next) => {
            setText(next);
            const after = registryOf(next);
            if (after !== registry)
              setAccount({ ...account, kind: kindsOf(after ?? '', isDemo)[0] ?? 'other' });
          }}
          namespace={namespace}
          onNamespace={setChosenNamespace}
          plainHttp={plainHttp}
          onPlainHttp={setPlainHttp}
          onNext={() => go('account')}
          onGoOn={goOn}
          onCancel={leave}
        />
      )}
      {step === 'account' && registry && (
        <AccountStep
          registry={registry}
          namespace={namespace}
          account={account}
          isDemo={isDemo}
          onChange={setAccount}
          onSubmit={(typed, secret, commitAtOnce) => void submit(typed, secret, commitAtOnce)}
          onBack={() => go('registry')}
          onCancel={leave}
        />
      )}
      {step === 'check' && registry && scope && (
        <CheckStep
          registry={registry}
          scope={scope}
          run={run}
          outcome={login.outcome}
          error={login.error}
          commitAtOnce={login.commitAtOnce}
          onNext={() => go('write')}
          onCheckAgain={() => void login.checkAgain()}
          onBack={() => {
            login.discard();
            go('account');
          }}
          onCancel={leave}
        />
      )}
      {step === 'write' && login.outcome?.draftId && login.outcome.plan && (
        <WriteStep
          run={run}
          draftId={login.outcome.draftId}
          expiresAt={login.outcome.expiresAt}
          proposed={login.outcome.plan}
          error={login.error}
          onStoreReady={login.dismissError}
          onCommit={(...choice) => void login.commit(...choice)}
          onBack={() => go('check')}
          onCancel={leave}
        />
      )}
      {step === 'done' && registry && scope && login.applied && (
        <DoneStep
          registry={registry}
          scope={scope}
          username={account.username}
          targets={login.applied}
          onDone={leave}
          onAnother={() => {
            login.discard();
            setText('');
            setChosenNamespace(null);
            setPlainHttp(false);
            setAccount(emptyAccount('', false));
            setSearch({});
          }}
        />
      )}
      <RealmQuestion run={run} />
    </div>
  );
}
