import type { Attempt } from '../chat/attempt.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { Logger } from '../ports/logger.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** Reports every attempt to telemetry. Logs one line per chat in which an attempt failed. */
export class AttemptReporter {
  readonly #telemetry: Telemetry;
  readonly #logger: Logger;

  constructor(telemetry: Telemetry, logger: Logger) {
    this.#telemetry = telemetry;
    this.#logger = logger;
  }

  attemptStarted(attempt: Attempt): void {
    if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'attempt-start', attempt });
  }

  attemptEnded(attempt: Attempt): void {
    if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'attempt-end', attempt });
  }

  chatSucceeded(attempts: readonly Attempt[]): void {
    const failed = attempts.filter(({ outcome }) => outcome === 'failed');
    const last = attempts.at(-1);
    if (failed.length === 0 || !last) return;
    const codes = failed.map(
      ({ provider, model, error }) => `${provider}/${model} ${error?.code ?? ''}`,
    );
    this.#logger.warn(`${last.provider}/${last.model} responded after ${codes.join(', ')}`);
  }

  chatFailed({ code, message }: UnderstudyError): void {
    this.#logger.error(`${code}: ${message}`);
  }
}
