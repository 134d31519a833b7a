import { WriteDialog } from '../../components/write-dialog.tsx';
import { CheckDialog } from './check-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { LogoutDialog } from './logout-dialog.tsx';
import type { RowAction } from './row-action.ts';

interface Props {
  readonly action: RowAction;
  readonly onClose: () => void;
}

/** The dialog of an action on a credential. */
export default function ActionDialog({ action, onClose }: Props) {
  switch (action.type) {
    case 'check':
      return <CheckDialog credential={action.credential} onClose={onClose} />;
    case 'write':
      return (
        <WriteDialog credential={action.credential} only={action.targetId} onClose={onClose} />
      );
    case 'edit':
      return <EditDialog credential={action.credential} onClose={onClose} />;
    case 'logout':
      return (
        <LogoutDialog credential={action.credential} only={action.targetId} onClose={onClose} />
      );
    case 'forget':
      return <ForgetDialog credential={action.credential} onClose={onClose} />;
  }
}
