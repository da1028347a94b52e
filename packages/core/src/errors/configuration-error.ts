import type { ErrorCode } from './error-codes.ts';
import type { ErrorKind } from './understudy-error.ts';
import { UnderstudyError } from './understudy-error.ts';

/** The codes that say: the caller gave something that can't be used. */
export type ConfigurationErrorCode = Extract<
  ErrorCode,
  | 'invalid-configuration'
  | 'invalid-request'
  | 'provider-not-found'
  | 'model-not-found'
  | 'provider-deprecated'
  | 'provider-retired'
>;

export interface ConfigurationErrorDetails {
  readonly code?: ConfigurationErrorCode;
  /** Where it stands, for example `settings.fakegpt.baseUrl`. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;
  /** What to do, where more can be said than the table's hint. */
  readonly advice?: string | undefined;
  /** What was thrown by code of somebody else. */
  readonly cause?: unknown;
}

/** Something the caller gave can't be used; thrown before anything is sent. */
export class ConfigurationError extends UnderstudyError {
  declare readonly code: ConfigurationErrorCode;
  readonly path: string;
  readonly expected: string;
  /** What stood there instead, never a secret. */
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
    super(
      code,
      `${path}: expected ${expected}, received ${received}${advice === undefined ? '' : `; ${advice}`}`,
      cause === undefined ? undefined : { cause },
    );
    this.advice = advice;
    this.path = path;
    this.expected = expected;
    this.received = received;
  }

  /** The same error, seen from further out. */
  withPathPrefix(prefix: string): ConfigurationError {
    const { code, path, expected, received, advice, cause } = this;
    return new ConfigurationError({
      code,
      path: `${prefix}.${path}`,
      expected,
      received: received,
      advice,
      cause,
    });
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
