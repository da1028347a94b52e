import type { ErrorCode } from './error-codes.ts';
import { errorRule } from './error-codes.ts';

/** Marks our errors, so that guards know them across two copies of this package. */
export const errorBrand: unique symbol = Symbol.for('understudy.error/1');

export type ErrorKind = 'understudy' | 'provider' | 'configuration' | 'chain';

/**
 * The one base of all errors thrown here. Message and `toJSON` hold no key, token, cookie, prompt,
 * answer or vendor's body. What the caller's own signal aborts rejects with that signal's reason,
 * which is not wrapped.
 */
export class UnderstudyError extends Error {
  /** The row of the error table: docs/errors.md. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, errorBrand, { value: this.kind });
  }

  /** Which of our classes this is. */
  protected get kind(): ErrorKind {
    return 'understudy';
  }

  /** What to do about it, in one line. */
  get hint(): string {
    return errorRule(this.code).hint;
  }

  /** What may be logged or sent; subclasses add their fields. */
  toJSON(): Readonly<Record<string, unknown>> {
    return { name: this.name, code: this.code, message: this.message, hint: this.hint };
  }

  static {
    this.prototype.name = 'UnderstudyError';
  }
}
