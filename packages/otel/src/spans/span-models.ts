import { maskCredentials } from '@understudy/core/internal';

/** The longest name of a model in a span. */
const maxLength = 256;
/** Callers can name any model, so the number of kept names is limited. */
const maxKept = 1000;

/**
 * Returns model references as spans contain them. One that can be a key, because a request names it by mistake, is `*`.
 */
export class SpanModels {
  /** The names so far, because the search for keys costs as much as a span. */
  readonly #names = new Map<string, string>();

  nameOf(reference: string): string {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const name = maskCredentials(reference.slice(0, maxLength));
    if (this.#names.size < maxKept && reference.length <= maxLength) {
      this.#names.set(reference, name);
    }
    return name;
  }
}
