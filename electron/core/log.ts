import { Failure } from './failure.ts';
import { RotatingFile } from './rotating-file.ts';
import { createScrubber, SCRUBBED, type Scrubber } from './scrub.ts';
import { Secret } from './secret.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Values are scrubbed, cut and made plain; an error keeps its name, message, stack and cause. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * The log of the app: JSON lines on this machine, nowhere else. It never throws and never waits: lines are
 * written in the background, and lines that cannot be written are counted in the next one that can.
 */
export interface Log {
  /** `event` is a dotted word (`login.failed`); what happened to whom goes into `fields`. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** With `correlationId` in `fields`, the line that an error message shown to the user points to. */
  error(event: string, fields?: LogFields): void;
  /** What the lines are scrubbed with: hold a secret here while it is in use. */
  readonly scrubber: Scrubber;
  /** Resolves when everything logged so far is written, or lost. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface LogOptions {
  /** Made with mode 0700 if it is not there. */
  readonly directory: string;
  readonly scrubber?: Scrubber;
  /** Default `info`. */
  readonly level?: LogLevel;
  /** Size at which a file is set aside. Default 1 MiB. */
  readonly maxBytes?: number;
  /** How many files are kept, the current one included; at least 2. Default 3. */
  readonly files?: number;
}

export const LOG_FILE = 'pullkeeper.log';
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const MAX_TEXT = 4096;
const MAX_ITEMS = 50;
const MAX_DEPTH = 6;
/** Lines that wait while the disk does not answer; later ones are dropped. */
const MAX_WAITING = 10_000;

export function createLog(options: LogOptions): Log {
  const { directory, scrubber = createScrubber(), level = 'info' } = options;
  const { maxBytes = 1024 * 1024, files = 3 } = options;
  const file = new RotatingFile({ directory, name: LOG_FILE, maxBytes, files });
  const from = LEVELS.indexOf(level);
  let waiting: string[] = [];
  let lost = 0;
  let writing: Promise<void> | null = null;

  async function drain(): Promise<void> {
    // Lines of one turn are written together.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      try {
        await file.append(lines.map((line) => `${line}\n`).join(''));
      } catch {
        lost += lines.length;
      }
    }
    writing = null;
  }

  function write(lineLevel: LogLevel, event: string, fields: LogFields = {}): void {
    if (LEVELS.indexOf(lineLevel) < from) return;
    if (waiting.length >= MAX_WAITING) {
      lost += 1;
      return;
    }
    const { at: _at, level: _level, event: _event, ...rest } = fields;
    const record: Record<string, unknown> = {
      at: new Date().toISOString(),
      level: lineLevel,
      event,
      ...(plain(rest, scrubber, new Set()) as object),
    };
    if (lost > 0) record.linesLostBefore = lost;
    lost = 0;
    waiting.push(escapeControls(scrubber.scrubHeld(JSON.stringify(record))));
    writing ??= drain();
  }

  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    scrubber,
    flush: async () => {
      await writing;
    },
    close: async () => {
      await writing;
      await file.close();
    },
  };
}

/** JSON leaves these as they are; a terminal or an editor may not (L3). */
function escapeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const SECRET_NAME =
  /^(?:proxy-?)?authorization$|^(?:set-)?cookie$|password|passphrase|secret|token$/i;

/** Any value as JSON can hold it: no secret, no end without limit, no cycle. */
function plain(value: unknown, scrubber: Scrubber, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return text(value, scrubber);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return value === undefined ? undefined : String(typeof value);
  if (value instanceof Secret) return SCRUBBED;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (above.has(value) || above.size >= MAX_DEPTH) return '[…]';
  const path = new Set(above).add(value);
  if (value instanceof Error) return error(value, scrubber, path);
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => plain(item, scrubber, path) ?? null);
    return value.length > MAX_ITEMS ? [...items, `[${value.length - MAX_ITEMS} more]`] : items;
  }
  const fields = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    fields.map(([name, field]) => [
      text(name, scrubber),
      SECRET_NAME.test(name) && typeof field === 'string' ? SCRUBBED : plain(field, scrubber, path),
    ]),
  );
}

function text(value: string, scrubber: Scrubber): string {
  // Cut after scrubbing: half a secret would not be known again.
  const scrubbed = scrubber.scrub(value);
  return scrubbed.length > MAX_TEXT ? `${scrubbed.slice(0, MAX_TEXT)}…` : scrubbed;
}

function error(value: Error, scrubber: Scrubber, path: ReadonlySet<object>): object {
  const { name, message, stack, cause } = value;
  const code = value instanceof Failure || 'code' in value ? value.code : undefined;
  const context = value instanceof Failure ? value.context : undefined;
  const plainly = (field: unknown) => plain(field, scrubber, path);
  return {
    name: plainly(name),
    message: plainly(message),
    ...(code === undefined ? {} : { code: plainly(code) }),
    ...(context === undefined ? {} : { context: plainly(context) }),
    stack: plainly(stack),
    ...(cause === undefined ? {} : { cause: plainly(cause) }),
  };
}
