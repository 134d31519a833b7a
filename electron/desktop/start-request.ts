import type { MenuItem } from '../../shared/events.ts';
import type { PlainAction } from '../../shared/quick.ts';
import { MENU_ITEMS } from '../../shared/views.ts';

/** What a start asks for. Another start hands it to the app that runs. */
export interface StartRequest {
  /** Without a window: the tray alone. */
  readonly hidden: boolean;
  readonly view: MenuItem | null;
  readonly action: PlainAction | null;
}

/** The scheme of the links that lead into the app. */
const LINK = 'pullkeeper:';

// Named again: the schemas are not loaded before the first paint.
const ACTIONS = ['check-all', 'put-back', 'lock'] as const satisfies readonly PlainAction[];

const NOTHING: StartRequest = { hidden: false, view: null, action: null };

/**
 * Reads a command line: `--hidden`, `--open=VIEW`, `--do=ACTION`, or a link `pullkeeper://open/VIEW`. A link
 * comes from any page of the web: it opens one of the views, and nothing beside it counts.
 */
export function readStartRequest(argv: readonly string[]): StartRequest {
  const link = argv.find((each) => each.toLowerCase().startsWith(LINK));
  if (link !== undefined) {
    const view = /^pullkeeper:\/\/open\/([a-z-]{1,20})\/?$/.exec(link)?.[1];
    return { ...NOTHING, view: oneOf(MENU_ITEMS, view) };
  }
  const value = (name: string) =>
    argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
  return {
    hidden: argv.includes('--hidden'),
    view: oneOf(MENU_ITEMS, value('open')),
    action: oneOf(ACTIONS, value('do')),
  };
}

/** What another start has handed over, whoever made it. */
export function parseStartRequest(value: unknown): StartRequest {
  if (typeof value !== 'object' || value === null) return NOTHING;
  const { hidden, view, action } = value as Partial<Record<keyof StartRequest, unknown>>;
  return { hidden: hidden === true, view: oneOf(MENU_ITEMS, view), action: oneOf(ACTIONS, action) };
}

function oneOf<T extends string>(list: readonly T[], value: unknown): T | null {
  return list.find((each) => each === value) ?? null;
}
