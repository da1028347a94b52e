import type { Phase } from '../chat/attempt.ts';
import type { ErrorCode } from '../chat/error-code.ts';
import { errorRule } from './error-codes.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';
import { withoutStack } from './without-stack.ts';

/** The parameters of `new ProviderError()`. */
export interface ProviderErrorDetails {
  readonly code: ErrorCode;
  /**
   * What happened. Must not contain a key, a prompt or text of the vendor. The runtime adds the provider id in
   * front.
   */
  readonly message: string;
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** The delay that the server requested. */
  readonly retryAfterMs?: number | undefined;
  /** The field of the request that the vendor named, for example `temperature`. Must not contain a secret. */
  readonly param?: string | undefined;
  /** The vendor's id of the HTTP request. */
  readonly requestId?: string | undefined;
  readonly phase?: Phase | undefined;
  /**
   * Whether a connection that had served a request before was closed before any byte of the response. The chat then
   * sends the request again, and the circuit breaker does not count the error. @defaultValue false
   */
  readonly reusedSocket?: boolean | undefined;
  /**
   * Whether the server allowed or forbade a retry, as with the header `x-should-retry`. It takes precedence over the
   * error code: false forbids a retry on the same target, true allows one.
   */
  readonly shouldRetry?: boolean | undefined;
  /** The error that caused this one. */
  readonly cause?: unknown;
}

/** The target of the failed attempt and its progress. The runtime adds them to a `ProviderError`. */
export interface ErrorTarget {
  readonly provider: string;
  readonly model: string;
  readonly phase: Phase;
  /** The text received so far. */
  readonly partialText: string;
}

/** A request to a vendor failed. Thrown by providers. The runtime adds the target. */
export class ProviderError extends UnderstudyError {
  /** The provider id. Empty until the runtime has received the error. */
  readonly provider: string;
  /** The model, without the provider id. Empty until the runtime has received the error. */
  readonly model: string;
  /** The HTTP status. Undefined if no response was received. */
  readonly status: number | undefined;
  /**
   * The delay that the server requested, rounded up to whole milliseconds. In an error of a chat, it is at most
   * `cooldown.maxMs`. Undefined if the server requested none.
   */
  readonly retryAfterMs: number | undefined;
  /** The field of the request that the vendor named, for example `temperature`. Undefined if it named none. */
  readonly param: string | undefined;
  /** The vendor's id of the HTTP request. Quote it when you contact the vendor's support. */
  readonly requestId: string | undefined;
  /** The phase that the attempt had reached. For a timeout, the phase whose limit was exceeded. */
  readonly phase: Phase | undefined;
  /** Whether a reused connection was closed before any byte of the response. */
  readonly reusedSocket: boolean;
  /** Whether the server allowed or forbade a retry. Undefined if it did neither. */
  readonly shouldRetry: boolean | undefined;
  /** The text received before the failure. The property is not enumerable, so that logs do not contain it. */
  declare readonly partialText: string;

  /** Undefined until the runtime has received the error. */
  readonly #target: ErrorTarget | undefined;

  constructor(details: ProviderErrorDetails, target?: ErrorTarget) {
    const message = prefixOf(target?.provider ?? '') + details.message;
    super(
      details.code,
      message,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.#target = target;
    this.provider = target?.provider ?? '';
    this.model = target?.model ?? '';
    this.status = details.status;
    this.retryAfterMs = toWholeMs(details.retryAfterMs);
    this.param = details.param;
    this.requestId = details.requestId;
    this.phase = details.phase ?? target?.phase;
    this.reusedSocket = details.reusedSocket ?? false;
    this.shouldRetry = details.shouldRetry;
    Object.defineProperty(this, 'partialText', { value: target?.partialText ?? '' });
  }

  /**
   * Returns a copy of the error with its target, or the error itself if it already has one.
   *
   * @param maxDelayMs - upper bound of `retryAfterMs`
   * @internal
   */
  withTarget(target: ErrorTarget, maxDelayMs?: number): ProviderError {
    return this.#target ? this : this.#copy(withoutPrefix(this), target, maxDelayMs);
  }

  /**
   * Returns a copy of the error with a note at the end of its message.
   *
   * @internal
   */
  withNote(note: string): ProviderError {
    return this.#copy(`${withoutPrefix(this)}; ${note}`, this.#target);
  }

  /**
   * Returns a copy of an error without the text of its chat, because it becomes the cause of errors of other chats.
   * Also copies an error from another copy of this package.
   *
   * @internal
   */
  static withoutText(error: ProviderError): ProviderError {
    const { code, status, retryAfterMs, param, requestId, provider, model, phase } = error;
    const message = withoutPrefix(error);
    const details = { code, message, status, retryAfterMs, param, requestId, phase };
    const target = { provider, model, phase: phase ?? 'headers', partialText: '' };
    return withoutStack(() => new ProviderError(details, provider === '' ? undefined : target));
  }

  #copy(
    message: string,
    target: ErrorTarget | undefined,
    maxDelayMs = Number.POSITIVE_INFINITY,
  ): ProviderError {
    const { code, status, param, requestId, phase, cause } = this;
    const { reusedSocket, shouldRetry } = this;
    const retryAfterMs = this.retryAfterMs && Math.min(this.retryAfterMs, maxDelayMs);
    const details = {
      code,
      message,
      status,
      retryAfterMs,
      param,
      requestId,
      phase,
      reusedSocket,
      shouldRetry,
      cause,
    };
    const copy = withoutStack(() => new ProviderError(details, target));
    Object.defineProperty(copy, 'stack', {
      configurable: true,
      get: () => this.stack?.replace(this.message, () => copy.message),
    });
    return copy;
  }

  protected override get kind(): ErrorKind {
    return 'provider';
  }

  override get hint(): string {
    const { hint, hintWithoutDelay = hint } = errorRule(this.code, this.phase);
    return this.retryAfterMs === undefined ? hintWithoutDelay : hint;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { provider, model, status, retryAfterMs, param, requestId, phase } = this;
    return { ...super.toJSON(), provider, model, status, retryAfterMs, param, requestId, phase };
  }

  static {
    this.prototype.name = 'ProviderError';
  }
}

/** Comparisons of NaN with a limit are always false, so a provider that computed NaN requested no delay. */
function toWholeMs(ms: number | undefined): number | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.ceil(ms);
}

function prefixOf(provider: string): string {
  return provider === '' ? '' : `${provider}: `;
}

/** The message of an error, also of one from another copy of this package, without the provider id. */
function withoutPrefix({ message, provider }: ProviderError): string {
  const prefix = prefixOf(provider);
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}
