import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  isJsonObject,
  malformedResponse,
  parseJson,
  readArray,
  readString,
} from '@understudy/provider-utils';

import { PartialArguments } from './partial-arguments.ts';

/** A response with more calls is not of a model. */
const maxToolCalls = 1024;

interface Call {
  readonly id: string;
  readonly name: string;
  readonly signature: string | undefined;
}

interface PartialCall extends Call {
  readonly arguments: PartialArguments;
}

/** Decodes the function calls of a response. Each is complete in one part, or has parts until one that ends it. */
export class ToolCalls {
  readonly #createId: () => string;
  readonly #events: ProviderEvent[];
  readonly #ids = new Set<string>();
  /** The complete calls before the chunk with the finish reason. */
  readonly #known = new Set<string>();
  #partial: PartialCall | undefined;

  constructor(createId: () => string, events: ProviderEvent[]) {
    this.#createId = createId;
    this.#events = events;
  }

  get count(): number {
    return this.#ids.size;
  }

  /**
   * Reads a call.
   *
   * @param isLast - whether the chunk has the finish reason. Some servers send the calls again in it
   * @throws ProviderError `malformed-response`
   */
  read(value: JsonValue, signature: string | undefined, isLast: boolean): void {
    if (!isJsonObject(value)) throw malformedResponse('a function call', 'another value');
    const name = readString(value, 'name') ?? '';
    if (name === '') return this.#readPiece(value);
    this.end(false);
    const id = readString(value, 'id') ?? '';
    const isPartial = readArray(value, 'partialArgs') !== undefined || value.willContinue === true;
    const argumentsText = isPartial ? '' : encodeArguments(value.args);
    if (!isPartial && this.#isRepeated([id, name, argumentsText], isLast)) return;
    const call = this.#start(id, name, signature);
    if (isPartial) {
      this.#partial = { ...call, arguments: new PartialArguments() };
      this.#readPiece(value);
    } else {
      this.#end(call, argumentsText, false);
    }
  }

  /** Other calls with the same id are calls of their own, because some servers send one id with all calls. */
  #isRepeated(call: readonly [id: string, ...content: string[]], isLast: boolean): boolean {
    const key = JSON.stringify(call);
    if (isLast && call[0] !== '' && this.#known.has(key)) return true;
    if (!isLast) this.#known.add(key);
    return false;
  }

  /** Ends a call whose end was not received: another one begins, or the response ends. */
  end(isIncomplete: boolean): void {
    const partial = this.#partial;
    this.#partial = undefined;
    if (partial) this.#end(partial, partial.arguments.toText(), isIncomplete);
  }

  #readPiece(value: JsonObject): void {
    if (!this.#partial) throw malformedResponse('a function call with a name', 'none');
    for (const piece of readArray(value, 'partialArgs') ?? []) this.#partial.arguments.add(piece);
    if (value.willContinue !== true) this.end(false);
  }

  #start(sentId: string, name: string, signature: string | undefined): Call {
    if (this.#ids.size >= maxToolCalls) {
      throw malformedResponse(`at most ${maxToolCalls} function calls`, 'more');
    }
    const id = sentId === '' || this.#ids.has(sentId) ? this.#createId() : sentId;
    this.#ids.add(id);
    this.#events.push({ type: 'tool-call-start', id, name });
    return { id, name, signature };
  }

  #end({ id, name, signature }: Call, argumentsText: string, isIncomplete: boolean): void {
    this.#events.push({
      type: 'tool-call-end',
      id,
      name,
      argumentsText,
      ...(signature !== undefined && { signature }),
      ...((isIncomplete || parseJson(argumentsText) === undefined) && { incomplete: true }),
    });
  }
}

/** @throws ProviderError `malformed-response` if the arguments are not an object */
export function encodeArguments(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return '{}';
  // PHP encodes an empty object as a list.
  if (Array.isArray(value) && value.length === 0) return '{}';
  if (typeof value === 'string') return value;
  if (isJsonObject(value)) return JSON.stringify(value);
  throw malformedResponse('the arguments of a function call as an object', 'another value');
}
