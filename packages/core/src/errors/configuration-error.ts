import type { ErrorCode } from '../chat/error-code.ts';
import { maskCredentials } from '../text/mask-credentials.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';

/** The error codes that a `ConfigurationError` can have. */
export type ConfigurationErrorCode = Extract<
  ErrorCode,
  | 'invalid-configuration'
  | 'invalid-request'
  | 'provider-not-found'
  | 'model-not-found'
  | 'provider-deprecated'
  | 'provider-retired'
>;

/** The parameters of `new ConfigurationError()`. */
export interface ConfigurationErrorDetails {
  /** @defaultValue 'invalid-configuration' */
  readonly code?: ConfigurationErrorCode;
  /** The path of the value, for example `settings.fakegpt.baseUrl`. */
  readonly path: string;
  /** A noun phrase for the values that are valid, for example `a URL`. */
  readonly expected: string;
  /** A description of the value. Must not contain a secret. */
  readonly received: string;
  /** What to do, if it is more specific than the hint of the error code. */
  readonly advice?: string | undefined;
  /** The error thrown by foreign code. */
  readonly cause?: unknown;
}

/**
 * An option, a setting or a request is not valid. Thrown before anything is sent.
 *
 * The message has the form "path: expected X, received Y".
 */
export class ConfigurationError extends UnderstudyError {
  declare readonly code: ConfigurationErrorCode;
  /** The path of the value. `*` replaces a name that can be a credential. */
  readonly path: string;
  readonly expected: string;
  /** A description of the value. Never a secret. */
  readonly received: string;
  readonly advice: string | undefined;

  constructor({
    code = 'invalid-configuration',
    path,
    expected,
    received,
    advice,
    cause,
  }: ConfigurationErrorDetails) {
    const end = advice === undefined ? '' : `; ${advice}`;
    super(
      code,
      `${maskCredentials(path)}: expected ${expected}, received ${received}${end}`,
      cause === undefined ? undefined : { cause },
    );
    this.advice = advice;
    this.path = maskCredentials(path);
    this.expected = expected;
    this.received = received;
  }

  /** Returns the same error with `prefix` and a dot before its path. */
  withPathPrefix(prefix: string): ConfigurationError {
    const { code, path, expected, received, advice, cause } = this;
    return new ConfigurationError({
      code,
      path: `${prefix}.${path}`,
      expected,
      received,
      advice,
      cause,
    });
  }

  /** Returns the same error with another code. */
  withCode(code: ConfigurationErrorCode): ConfigurationError {
    const { path, expected, received, advice, cause } = this;
    return new ConfigurationError({ code, path, expected, received, advice, cause });
  }

  protected override get kind(): ErrorKind {
    return 'configuration';
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    const { path, expected, received, advice } = this;
    return { ...super.toJSON(), path, expected, received, advice };
  }

  static {
    this.prototype.name = 'ConfigurationError';
  }
}
