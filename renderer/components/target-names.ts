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

/** What each of several targets is called beside the others: a file name that comes twice says its directory too. */
export function distinctNames(t: TFunction, targets: readonly Named[]): string[] {
  const names = targets.map((target) => targetName(t, target, target.id));
  return targets.map(({ path }, at) => {
    const name = names[at] ?? path;
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return isAlone ? name : path.split(/[\\/]/).slice(-3).join('/');
  });
}
