import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, parseExactJson, parseJson, readArray, readNumber, readObject, readString } from '@understudy/provider-utils';


/** A response with more calls is not of a model. */
const maxToolCalls = 1024;

/** The line of a message with calls. */
interface CallLine {
  /** The JSON of the line. It is parsed again, because `JSON.parse` rounds large integers. */
  readonly data: string;
  /** Whether the line ends the response. */
  readonly isLast: boolean;
}

interface Call {
  /** Empty if the server sent none. */
  readonly id: string;
  readonly index: number | undefined;
  readonly name: string;
  readonly argumentsText: string;
}

/** Decodes the tool calls of a response. Each is complete in one line, with or without an id. */
export class ToolCalls {
  readonly #createId: () => string;
  readonly #ids = new Set<string>();
  /** The calls that have an id or an index, to recognize a call that is sent again. */
  readonly #known = new Set<string>();
  /** The name and the arguments of each call. */
  readonly #contents: string[] = [];

  constructor(createId: () => string) {
    this.#createId = createId;
  }

  get count(): number {
    return this.#ids.size;
  }

  /**
   * Reads `tool_calls` of a message.
   *
   * @throws ProviderError `malformed-response`
   */
  read(entries: JsonValue, { data, isLast }: CallLine, events: ProviderEvent[]): void {
    if (!Array.isArray(entries)) throw malformedResponse('tool calls as a list', 'another value');
    if (entries.length === 0) return;
    const exact = readArray(readObject(parseExactJson(data), 'message'), 'tool_calls') ?? entries;
    const calls = exact.map(readCall);
    if (isLast && this.#areRepeated(calls)) return;
    for (const call of calls) this.#emit(call, events);
  }

  #emit(call: Call, events: ProviderEvent[]): void {
    const { name, argumentsText } = call;
    if (this.#isRepeated(call)) return;
    if (this.#ids.size >= maxToolCalls) {
      throw malformedResponse(`at most ${maxToolCalls} tool calls`, 'more');
    }
    const id = call.id === '' || this.#ids.has(call.id) ? this.#createId() : call.id;
    this.#ids.add(id);
    this.#contents.push(name + argumentsText);
    events.push({ type: 'tool-call-start', id, name });
    const incomplete = parseJson(argumentsText) === undefined;
    events.push({ type: 'tool-call-end', id, name, argumentsText, ...(incomplete && { incomplete }) });
  }

  /** Whether the calls of the last line are all earlier calls again, as some templates send them. */
  #areRepeated(calls: readonly Call[]): boolean {
    const contents = calls.map(({ name, argumentsText }) => name + argumentsText);
    return (
      contents.length === this.#contents.length &&
      contents.every((content, index) => content === this.#contents[index])
    );
  }

  /** Old servers send the index 0 for every call. */
  #isRepeated({ id, index, name, argumentsText }: Call): boolean {
    if (id === '' && index === undefined) return false;
    const key = JSON.stringify([id, id === '' ? index : undefined, name + argumentsText]);
    if (this.#known.has(key)) return true;
    this.#known.add(key);
    return false;
  }
}

function readCall(entry: unknown): Call {
  const called = readObject(entry, 'function');
  const name = readString(called, 'name') ?? '';
  if (!called || name === '') throw malformedResponse('a tool call with a name', 'none');
  const id = readString(entry, 'id') ?? '';
  const index = readNumber(called, 'index');
  return { id, index, name, argumentsText: encodeArguments(called['arguments']) };
}

function encodeArguments(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return '{}';
  // PHP encodes an empty object as a list.
  if (Array.isArray(value) && value.length === 0) return '{}';
  if (typeof value === 'string') return value;
  if (isJsonObject(value)) return JSON.stringify(value);
  throw malformedResponse('the arguments of a tool call as an object', 'another value');
}
