import type { TFunction } from 'i18next';
import type { TargetFormat, TargetId } from '../../shared/target.ts';

type Named = {
  readonly id: TargetId;
  readonly format: TargetFormat;
  readonly path: string;
  readonly volatile?: boolean;
};

/**
 * What a target is called where a path is too long: its file name, with what tells it from others
 * of the same name.
 */
export function targetName(t: TFunction, target: Named | undefined, id: TargetId): string {
  if (!target) return id;
  const file = target.path.split(/[\\/]/).at(-1) ?? target.path;
  return target.volatile ? t('targets.sessionName', { file }) : file;
}
