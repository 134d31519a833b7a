import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('desktop-bus.py', import.meta.url));
/** Debian's own Python, which has the modules of its packages. */
const PYTHON = '/usr/bin/python3';
const LIMIT_MS = 15_000;

/** An item of a menu as a panel reads it. */
export interface MenuNode {
  readonly id: number;
  readonly label: string;
  readonly separator: boolean;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly children: readonly MenuNode[];
}

export interface TrayItem {
  readonly title: string;
  readonly tooltip: string;
  /** The pixels, in hexadecimal. */
  readonly icon: string;
}

export interface Notified {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
}

/** A desktop's tray and notifications on a session bus: the panel's and the daemon's side of D-Bus. */
export interface DesktopBus {
  /** Resolves when an app has put its icon there. */
  registered(): Promise<void>;
  /** How many icons were put there since the tray is there. */
  items(): Promise<number>;
  item(): Promise<TrayItem>;
  menu(): Promise<MenuNode>;
  /** The user opens the menu, before any choice. */
  openMenu(): Promise<void>;
  /** Clicks the item that the labels lead to. */
  click(...labels: string[]): Promise<void>;
  /** Clicks an item that was found before. */
  clickItem(id: number): Promise<void>;
  /** Clicks the icon itself. */
  activate(): Promise<void>;
  /** Resolves with the first notification, of those not asked for before, that fits. */
  notification(fits: (notified: Notified) => boolean): Promise<Notified>;
  /** Every notification so far. */
  readonly notifications: readonly Notified[];
  clickNotification(id: number): Promise<void>;
  showTray(): Promise<void>;
  hideTray(): Promise<void>;
  stop(): Promise<void>;
}

type Order = Readonly<Record<string, unknown>> & { readonly do: string };
interface Line {
  readonly event?: string;
  readonly answer?: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** @param env names the session bus */
export async function startDesktopBus(
  env: Readonly<Record<string, string>>,
  { tray = true }: { readonly tray?: boolean } = {},
): Promise<DesktopBus> {
  const child = spawn(PYTHON, [PROGRAM, ...(tray ? [] : ['--no-tray'])], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = new Map<number, (line: Line) => void>();
  const listeners = new Set<() => void>();
  const notifications: Notified[] = [];
  const taken = new Set<number>();
  let registrations = 0;
  let isReady = false;
  let last = 0;

  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line & Notified;
    if (line.answer !== undefined) answers.get(line.answer)?.(line);
    if (line.event === 'registered') registrations += 1;
    if (line.event === 'ready') isReady = true;
    if (line.event === 'notified') {
      const { id, summary, body } = line;
      notifications.push({ id, summary, body });
    }
    for (const listener of [...listeners]) listener();
  });

  /** Waits, by what is told, until something is there. */
  const until = <T>(what: string, look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        listeners.delete(listener);
        reject(new Error(`${what} did not come; notified: ${JSON.stringify(notifications)}`));
      }, LIMIT_MS);
      const listener = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(limit);
        listeners.delete(listener);
        resolve(found);
      };
      listeners.add(listener);
      listener();
    });

  const order = async (what: Order): Promise<unknown> => {
    const n = ++last;
    const answered = new Promise<Line>((resolve) => answers.set(n, resolve));
    child.stdin.write(`${JSON.stringify({ n, ...what })}\n`);
    const { value, error } = await answered;
    answers.delete(n);
    if (error !== undefined) throw new Error(`${what.do}: ${error}`);
    return value;
  };
  const act = async (what: Order) => void (await order(what));

  await until('the desktop', () => isReady || undefined);
  return {
    registered: () => until('an icon', () => registrations > 0 || undefined).then(() => {}),
    items: async () => (await order({ do: 'items' })) as number,
    item: async () => (await order({ do: 'properties' })) as TrayItem,
    menu: async () => (await order({ do: 'layout' })) as MenuNode,
    openMenu: () => act({ do: 'open' }),
    click: (...labels) => act({ do: 'click', labels }),
    clickItem: (id) => act({ do: 'click-item', id }),
    activate: () => act({ do: 'activate' }),
    async notification(fits) {
      const found = await until('a notification', () =>
        notifications.find((each) => !taken.has(each.id) && fits(each)),
      );
      taken.add(found.id);
      return found;
    },
    notifications,
    clickNotification: (id) => act({ do: 'invoke', id }),
    showTray: () => act({ do: 'show-tray' }),
    hideTray: () => act({ do: 'hide-tray' }),
    async stop() {
      if (child.exitCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
