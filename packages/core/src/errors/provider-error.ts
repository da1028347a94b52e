import type { Phase } from '../chat/attempt.ts';
import type { ErrorCode } from './error-codes.ts';
import { errorRule } from './error-codes.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';
import { withoutStack } from './without-stack.ts';

export interface ProviderErrorDetails {
  readonly code: ErrorCode;
  /** What was expected and what came; the runtime puts the provider's id before it. */
  readonly message: string;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly cause?: unknown;
}

/** Where an error arose, which the runtime knows and a provider need not tell. */
export interface ErrorTarget {
  readonly provider: string;
  readonly model: string;
  readonly phase: Phase;
  /** The text received so far. */
  readonly partialText: string;
}

/** What a vendor, or the way to it, did wrong. A provider throws it; the runtime adds where. */
export class ProviderError extends UnderstudyError {
  /** The id of the provider; empty until the runtime has caught the error. */
  readonly provider: string;
  readonly model: string;
  /** The HTTP status, if one came. */
  readonly status: number | undefined;
  /** How long the vendor asks to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** The vendor's id of the request, for its support. */
  readonly requestId: string | undefined;
  /** How far the attempt had come; of a timeout, which limit ran out. */
  readonly phase: Phase | undefined;
  /** The text received before the failure; not enumerable, so that no log prints it. */
  declare readonly partialText: string;

  constructor(details: ProviderErrorDetails, target?: ErrorTarget) {
    const message = target ? `${target.provider}: ${details.message}` : details.message;
    super(
      details.code,
      message,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.provider = target?.provider ?? '';
    this.model = target?.model ?? '';
    this.status = details.status;
    // A wait that a provider could not read is none: NaN would pass every comparison with a limit.
    this.retryAfterMs = Number.isNaN(details.retryAfterMs) ? undefined : details.retryAfterMs;
    this.requestId = details.requestId;
    this.phase = details.phase ?? target?.phase;
    Object.defineProperty(this, 'partialText', { value: target?.partialText ?? '' });
  }

  /** The same error, told with its target; itself if that is known already. */
  withTarget(target: ErrorTarget): ProviderError {
    if (this.provider !== '') return this;
    const located = withoutStack(() => new ProviderError(this, target));
    Object.defineProperty(located, 'stack', {
      configurable: true,
      get: () => this.stack?.replace(this.message, () => located.message),
    });
    return located;
  }

  protected override get kind(): ErrorKind {
    return 'provider';
  }

  override get hint(): string {
    return errorRule(this.code, this.phase).hint;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { provider, model, status, retryAfterMs, requestId, phase } = this;
    return { ...super.toJSON(), provider, model, status, retryAfterMs, requestId, phase };
  }

  static {
    this.prototype.name = 'ProviderError';
  }
}
