import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, parseJson, readArray, readString } from '@understudy/provider-utils';

import { PartialArguments } from './partial-arguments.ts';
import { malformedResponse } from './response-errors.ts';

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
  #partial: PartialCall | undefined;

  constructor(createId: () => string, events: ProviderEvent[]) {
    this.#createId = createId;
    this.#events = events;
  }

  get count(): number {
    return this.#ids.size;
  }

  /** @throws ProviderError `malformed-response` */
  read(value: JsonValue, signature: string | undefined): void {
    if (!isJsonObject(value)) throw malformedResponse('a function call', 'another value');
    const name = readString(value, 'name') ?? '';
    if (name === '') return this.#readPiece(value);
    this.end(false);
    const call = this.#start(readString(value, 'id') ?? '', name, signature);
    const pieces = readArray(value, 'partialArgs');
    if (pieces || value.willContinue === true) {
      this.#partial = { ...call, arguments: new PartialArguments() };
      this.#readPiece(value);
    } else {
      this.#end(call, encodeArguments(value.args), false);
    }
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
