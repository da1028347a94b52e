import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

const shown = '[secret]';
/** Created in each process, so that a fingerprint does not reveal its text. */
const fingerprintKey = randomBytes(32);

/** A confidential text. Logs, errors and JSON show `[secret]` instead of it. */
export class Secret {
  readonly #text: string;
  /** Makes secrets with different texts unequal in a deep comparison, which does not see private fields. */
  readonly fingerprint: string;

  constructor(secret: string) {
    this.#text = secret;
    this.fingerprint = createHmac('sha256', fingerprintKey).update(secret).digest('hex');
  }

  /** Returns the text. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  static {
    Object.defineProperty(this.prototype, inspect.custom, { value: () => shown });
  }
}
