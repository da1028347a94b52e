import type { Attempt } from '../chat/attempt.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';

/** Added to the error of a chat whose retry was not made. */
export const notRetried = 'not retried: the retry budget is used up (retryBudget)';

/** An uncaught error is printed with its stack, and Node.js adds up to nine lines. */
const maxPrintedAttempts = 3;

/** Every target of a chain failed or was skipped. The message lists the attempts with their errors, in order. */
export class ChainError extends UnderstudyError {
  /** The attempt log of the chat. */
  declare readonly attempts: readonly Attempt[];
  /** One error for each attempt that failed or was skipped. The last one is also the `cause`. */
  declare readonly errors: readonly UnderstudyError[];
  /** The smallest `retryAfterMs` of the errors. Undefined if none has one. */
  declare readonly retryAfterMs: number | undefined;

  constructor(attempts: readonly Attempt[], errors: readonly UnderstudyError[]) {
    super('all-targets-failed', `all targets failed:${attempts.map(formatAttempt).join('')}`);
    const retryAfterMs = findSmallestWait(errors);
    // Accessors, because Node.js prints the fields of an uncaught error and all errors in them, which are hundreds of
    // lines.
    hideFields(this, { code: this.code, attempts, errors, retryAfterMs, cause: errors.at(-1) });
    // The frames are those of Understudy.
    Object.defineProperty(this, 'stack', { value: describe(this), writable: true });
  }

  protected override get kind(): ErrorKind {
    return 'chain';
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { attempts, errors, retryAfterMs } = this;
    const list = errors.map((error) => error.toJSON());
    return { ...super.toJSON(), retryAfterMs, attempts, errors: list };
  }

  static {
    this.prototype.name = 'ChainError';
  }
}

function hideFields(target: object, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(target, name, {
      get: () => value,
      enumerable: false,
      configurable: true,
    });
  }
}

/** Returns the first attempts and the hint. `attempts` and `errors` contain the details. */
function describe({ name, code, message, hint }: ChainError): string {
  const [title = '', ...lines] = message.split('\n');
  const shown = lines.slice(0, maxPrintedAttempts);
  const more = lines.length - shown.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  return [`${name} [${code}]: ${title}`, ...shown, ...rest, `  ${hint}`].join('\n');
}

function findSmallestWait(errors: readonly UnderstudyError[]): number | undefined {
  const waits = errors
    .map((error): unknown => Reflect.get(error, 'retryAfterMs'))
    .filter((wait) => typeof wait === 'number');
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function formatAttempt(attempt: Attempt): string {
  const { number, provider, model, outcome, error } = attempt;
  const reason = error ? `${error.code}: ${error.message}` : outcome;
  const note = attempt.notRetried ? `; ${notRetried}` : '';
  return `\n  ${number}. ${provider}/${model}: ${reason}${note}`;
}
