import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  isJsonObject,
  parseExactJson,
  parseJson,
  readArray,
  readNumber,
  readObject,
  readString,
} from '@understudy/provider-utils';

import { malformedResponse } from './response-errors.ts';

/** A response with more calls is not of a model. */
const maxToolCalls = 1024;

/** Decodes the tool calls of a response. Each is complete in one line, with or without an id. */
export class ToolCalls {
  readonly #createId: () => string;
  readonly #ids = new Set<string>();
  /** The calls that have an id or an index, to recognize a call that is sent again. */
  readonly #known = new Set<string>();

  constructor(createId: () => string) {
    this.#createId = createId;
  }

  get count(): number {
    return this.#ids.size;
  }

  /**
   * Reads `tool_calls` of a message.
   *
   * @param data - the JSON of the line. It is parsed again, because `JSON.parse` rounds large integers
   * @throws ProviderError `malformed-response`
   */
  read(entries: JsonValue, data: string, events: ProviderEvent[]): void {
    if (!Array.isArray(entries)) throw malformedResponse('tool calls as a list', 'another value');
    if (entries.length === 0) return;
    const exact = readArray(readObject(parseExactJson(data), 'message'), 'tool_calls') ?? entries;
    for (const entry of exact) this.#readCall(entry, events);
  }

  #readCall(entry: unknown, events: ProviderEvent[]): void {
    const called = readObject(entry, 'function');
    const name = readString(called, 'name') ?? '';
    if (!called || name === '') throw malformedResponse('a tool call with a name', 'none');
    const argumentsText = encodeArguments(called['arguments']);
    const sentId = readString(entry, 'id') ?? '';
    if (this.#isRepeated(sentId, readNumber(called, 'index'), name + argumentsText)) return;
    if (this.#ids.size >= maxToolCalls) {
      throw malformedResponse(`at most ${maxToolCalls} tool calls`, 'more');
    }
    const id = sentId === '' || this.#ids.has(sentId) ? this.#createId() : sentId;
    this.#ids.add(id);
    events.push({ type: 'tool-call-start', id, name });
    const incomplete = parseJson(argumentsText) === undefined;
    events.push({ type: 'tool-call-end', id, name, argumentsText, ...(incomplete && { incomplete }) });
  }

  /** Some templates send the calls again in the last line. Old servers send the index 0 for every call. */
  #isRepeated(id: string, index: number | undefined, content: string): boolean {
    if (id === '' && index === undefined) return false;
    const key = JSON.stringify([id, id === '' ? index : undefined, content]);
    if (this.#known.has(key)) return true;
    this.#known.add(key);
    return false;
  }
}

function encodeArguments(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return '{}';
  // PHP encodes an empty object as a list.
  if (Array.isArray(value) && value.length === 0) return '{}';
  if (typeof value === 'string') return value;
  if (isJsonObject(value)) return JSON.stringify(value);
  throw malformedResponse('the arguments of a tool call as an object', 'another value');
}
