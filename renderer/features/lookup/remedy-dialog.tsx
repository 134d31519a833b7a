import { FixDialog } from '../../components/doctor/fix-dialog.tsx';
import { WriteDialog } from '../../components/write-dialog.tsx';
import type { PlannedRemedy } from './use-help.ts';

interface Props {
  readonly remedy: PlannedRemedy;
  readonly onClose: () => void;
}

/** Shows what a remedy would do, then does it. */
export default function RemedyDialog({ remedy, onClose }: Props) {
  return remedy.kind === 'fix' ? (
    <FixDialog finding={remedy.finding} onClose={onClose} />
  ) : (
    <WriteDialog credential={remedy.credential} only={remedy.target.id} onClose={onClose} />
  );
}
