import { isJsonObject, parseJson } from '@understudy/provider-utils';

/**
 * Selects the new arguments of deltas. Some servers send all arguments so far in each delta.
 *
 * A delta that starts with all arguments so far is held back, because it can be a piece too: `{"a":` and `{"a":1}}` are
 * the pieces of one object. What follows decides.
 */
export class NewArguments {
  #held: string[] = [];

  /**
   * Returns the text to append.
   *
   * @param received - what was appended so far
   */
  add(delta: string, received: string): string {
    const held = this.#held.at(-1);
    const latest = held ?? received;
    const isLonger = delta.length > latest.length && delta.startsWith('{');
    const canRepeat = delta === held || (isLonger && delta.startsWith(latest));
    if (!canRepeat) return this.#release() + delta;
    this.#held.push(delta);
    return '';
  }

  /** Returns the text to append at the end of the call. */
  flush(received: string): string {
    const latest = this.#held.at(-1);
    if (latest === undefined) return '';
    const isCumulative = isObject(latest) || this.#held.length > 1;
    const pieces = this.#release();
    if (!isCumulative || isObject(received + pieces)) return pieces;
    return latest.slice(received.length);
  }

  #release(): string {
    const text = this.#held.join('');
    this.#held = [];
    return text;
  }
}

/** The most repetitions that are removed. */
const maxRepetitions = 4;

/** Returns the first one of equal JSON objects that follow each other. Some gateways repeat the arguments. */
export function dropRepetitions(text: string): string {
  if (!text.includes('}{')) return text;
  for (let count = 2; count <= maxRepetitions; count += 1) {
    const object = text.slice(0, text.length / count);
    if (object.repeat(count) === text && isObject(object)) return object;
  }
  return text;
}

function isObject(text: string): boolean {
  return isJsonObject(parseJson(text));
}
