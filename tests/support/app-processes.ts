import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it started, and what those started. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent !== null) {
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
  }
  const tree = [root];
  for (const pid of tree) {
    tree.push(...(children.get(pid) ?? []));
  }
  return tree;
}

function parentOf(pid: number): number | null {
  const parent = /^PPid:\t(\d+)$/m.exec(procText(pid, 'status'))?.[1];
  return parent === undefined ? null : Number(parent);
}

/** A file of /proc/<pid>, empty when the process is gone. */
export function procText(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** Electron's processes of one type (`renderer`, `utility`, ...) in a tree, with what else their command line says. */
export function electronProcesses(root: number, type: string, argument = ''): number[] {
  return processTree(root).filter((pid) => {
    const args = procText(pid, 'cmdline').split(/[\0 ]/);
    return args.includes(`--type=${type}`) && (argument === '' || args.includes(argument));
  });
}
