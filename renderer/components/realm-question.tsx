import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { useTranslation } from 'react-i18next';
import type { Run } from '../run.ts';

/** Asks once whether a credential may go to a token server that is not known to serve the registry. */
export function RealmQuestion({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const { question } = run.view;
  if (!question) return null;
  return (
    <Modal
      isOpen
      variant="small"
      elementToFocus="#realm-decline"
      onClose={() => run.answer(false)}
      aria-labelledby="realm-title"
      aria-describedby="realm-body"
    >
      <ModalHeader title={t('realm.title')} labelId="realm-title" titleIconVariant="warning" />
      <ModalBody id="realm-body">
        <div className="pk-prose">
          <p>{t('realm.text')}</p>
          <dl className="pk-pairs">
            <dt>{t('realm.registry')}</dt>
            <dd>
              <code>{question.registry}</code>
            </dd>
            <dt>{t('realm.tokenServer')}</dt>
            <dd>
              <code>{question.realmHost}</code>
            </dd>
          </dl>
          <p>{t('realm.advice')}</p>
        </div>
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" id="realm-decline" onClick={() => run.answer(false)}>
          {t('realm.decline')}
        </Button>
        <Button variant="secondary" onClick={() => run.answer(true)}>
          {t('realm.allow', { host: question.realmHost })}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
