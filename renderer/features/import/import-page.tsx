import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import '../../styles/import.css';
import type { ImportDraft } from '../../../shared/importing.ts';
import type { TargetId } from '../../../shared/target.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { onHanded, takeHanded } from '../../import-handoff.ts';
import { type Choices, choiceList, choose, firstChoices } from './choices.ts';
import { ChooseStep } from './choose-step.tsx';
import { DoneStep } from './done-step.tsx';
import { InputStep } from './input-step.tsx';
import { leftImport } from './left-import.ts';
import { useImport } from './use-import.ts';
import { WriteStep } from './write-step.tsx';

/** Credentials from what somebody has: found, shown, chosen, and only then kept. */
export default function ImportPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Choices>(new Map());
  const [isWriting, setWriting] = useState(false);
  const [targetIds, setTargetIds] = useState<TargetId[]>([]);
  const job = useImport(({ draft: left, checks }) => {
    const { draftId, expiresAt } = left;
    leftImport.leave({ draftId, expiresAt, draft: left, checks, choices, isWriting });
  });
  const { draft, outcome, read, run } = job;
  const leave = () => {
    job.abandon();
    navigate('/');
  };
  const isRunning = run.view.running;

  const takeOver = useCallback(() => {
    const handed = takeHanded();
    // What is being checked or kept is not dropped for something else.
    if (handed && !isRunning) void read(handed);
  }, [read, isRunning]);
  useEffect(() => {
    takeOver();
    return onHanded(takeOver);
  }, [takeOver]);

  // A new draft begins with its own choices; placing a candidate keeps those of the others.
  const shownDraft = useRef<string | null>(null);
  useEffect(() => {
    if (shownDraft.current === (draft?.draftId ?? null)) return;
    shownDraft.current = draft?.draftId ?? null;
    setWriting(false);
    setChoices(draft ? firstChoices(draft.candidates) : new Map());
  }, [draft]);

  const goOn = () => {
    const left = leftImport.take();
    if (!left) return;
    shownDraft.current = left.draftId;
    setChoices(left.choices);
    setWriting(left.isWriting);
    job.resume(left);
  };

  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('[role="dialog"]')) run.cancel();
    };
    document.addEventListener('keydown', onEscape);
    return () => document.removeEventListener('keydown', onEscape);
  }, [run.cancel]);

  const again = () => {
    setWriting(false);
    job.discard();
  };

  return (
    <div className="pk-login pk-import">
      <PageHeader title={t('import.title')} description={t('import.description')} />
      {!draft && (
        <InputStep
          reading={job.reading}
          error={job.error}
          onRead={(what) => void read(what)}
          onChoose={() => void job.choose()}
          onGoOn={goOn}
          onCancel={leave}
        />
      )}
      {draft && !isWriting && (
        <ChooseStep
          job={job}
          draft={draft}
          choices={choices}
          onChoose={(id, wanted) => setChoices(choose(choices, draft.candidates, id, wanted))}
          onAlsoConnect={(id, wanted) => setChoices(new Map(choices).set(id, wanted))}
          onPlace={(id, registry) => void job.place(id, registry)}
          onNext={() => setWriting(true)}
          onCancel={leave}
        />
      )}
      {draft && isWriting && !outcome && (
        <WriteStep
          job={job}
          draftId={draft.draftId}
          expiresAt={draft.expiresAt}
          choices={choiceList(choices, draft.candidates)}
          hasSeveralUsers={hasSeveralUsers(draft, choices)}
          onCommit={(ids) => {
            setTargetIds(ids);
            void job.commit(choiceList(choices, draft.candidates), ids);
          }}
          onBack={() => setWriting(false)}
          onCancel={leave}
        />
      )}
      {draft && isWriting && outcome && (
        <DoneStep
          outcome={outcome}
          error={job.error}
          isRunning={isRunning}
          onDone={leave}
          onAnother={again}
          onRetry={() => void job.commit(choiceList(choices, draft.candidates), targetIds)}
        />
      )}
      <RealmQuestion run={run} />
    </div>
  );
}

function hasSeveralUsers({ candidates }: ImportDraft, choices: Choices): boolean {
  const registries = candidates
    .filter(({ id }) => choices.has(id))
    .map(({ registry, namespace }) => `${registry}/${namespace ?? ''}`);
  return new Set(registries).size < registries.length;
}
