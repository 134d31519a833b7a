import type { LocalAccount, RedHatStatus } from '../../../shared/service-account.ts';
import { DescribeDialog } from './describe-dialog.tsx';
import type { LocalAct } from './local-account-item.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

interface Props {
  readonly act: LocalAct;
  readonly account: LocalAccount;
  readonly redHat: RedHatStatus | null;
  readonly onClose: () => void;
}

/** The dialog of an act on an account of this computer; it outlives an account that it removes. */
export function LocalDialog({ act, account, redHat, onClose }: Props) {
  const { username, description } = account;
  switch (act) {
    case 'rotate':
      return <RotateDialog account={account} redHat={redHat} onClose={onClose} />;
    case 'describe':
      return (
        <DescribeDialog place="here" name={username} description={description} onClose={onClose} />
      );
    case 'remove':
    case 'delete':
      return (
        <RemoveDialog
          act={act}
          username={username}
          local={account}
          isSignedIn={false}
          onClose={onClose}
        />
      );
  }
}
