import type { ErrorCode } from '../chat/error-code.ts';
import { errorRule } from './error-codes.ts';

/** Marks errors of Understudy, so that guards recognize those of another copy of this package. */
export const errorBrand: unique symbol = Symbol.for('understudy.error/1');

/** The class of an error of Understudy. */
export type ErrorKind = 'understudy' | 'provider' | 'configuration' | 'chain';

/**
 * The base class of all errors of Understudy.
 *
 * `message` and `toJSON()` never contain keys, tokens, cookies, prompts, response text or vendor bodies. An
 * abort is not an `UnderstudyError`: the call rejects with the reason of the caller's signal.
 */
export class UnderstudyError extends Error {
  /** The error code. `errorRules` and docs/errors.md list all codes. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, errorBrand, { value: this.kind });
  }

  /** The class of the error, for guards that do not use `instanceof`. */
  protected get kind(): ErrorKind {
    return 'understudy';
  }

  /** How to fix the cause, in one line. */
  get hint(): string {
    return errorRule(this.code).hint;
  }

  /** Returns the fields that are safe to log. */
  toJSON(): Readonly<Record<string, unknown>> {
    return { name: this.name, code: this.code, message: this.message, hint: this.hint };
  }

  static {
    this.prototype.name = 'UnderstudyError';
  }
}
