import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  isJsonObject,
  malformedResponse,
  parseExactJson,
  parseJson,
  readArray,
  readNumber,
  readObject,
  readString,
} from '@understudy/provider-utils';

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
  /** Empty for the continuation of a call. */
  readonly name: string;
  readonly argumentsText: string;
  /** Whether more of the arguments can follow, because they are a text. */
  readonly isOpen: boolean;
}

/** A call whose arguments are sent in several lines. */
interface OpenCall extends Call {
  readonly pieces: string[];
  /** The id of its events. Undefined as long as its arguments can be complete. */
  startedId: string | undefined;
}

/**
 * Decodes the tool calls of a response. Ollama sends each call complete in one line, with or without an id. Compatible
 * servers send the arguments as a text, some in several lines of which only the first has the name.
 */
export class ToolCalls {
  readonly #createId: () => string;
  readonly #ids = new Set<string>();
  /** The calls that have an id or an index, to recognize a call that is sent again. */
  readonly #known = new Set<string>();
  /** The name and the arguments of each call. */
  readonly #contents: string[] = [];
  #open: OpenCall | undefined;

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
    const first = calls.findIndex(({ name }) => name !== '');
    const continuations = first < 0 ? calls : calls.slice(0, first);
    for (const call of continuations) this.#continue(call, events);
    if (first < 0) return;
    const rest = calls.slice(first);
    this.end(events);
    if (isLast && this.#areRepeated(rest)) return;
    for (const call of rest) {
      if (call.name === '') this.#continue(call, events);
      else this.#begin(call, events);
    }
  }

  /** Ends the call whose arguments can continue. */
  end(events: ProviderEvent[]): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const argumentsText = open.pieces.join('') || '{}';
    if (open.startedId === undefined) this.#emit({ ...open, argumentsText }, events);
    else this.#emitEnd(open.startedId, { ...open, argumentsText }, events);
  }

  /** Ends the call whose arguments are complete so far. Call it before other content, so that the order is kept. */
  endComplete(events: ProviderEvent[]): void {
    if (this.#open?.startedId === undefined) this.end(events);
  }

  #begin(call: Call, events: ProviderEvent[]): void {
    this.end(events);
    if (!call.isOpen) {
      this.#emit(call, events);
      return;
    }
    this.#open = { ...call, pieces: [], startedId: undefined };
    this.#addPiece(this.#open, call.argumentsText, events);
  }

  /** @throws ProviderError `malformed-response` without a call that can be continued */
  #continue({ argumentsText, isOpen }: Call, events: ProviderEvent[]): void {
    if (!this.#open || !isOpen) throw malformedResponse('a tool call with a name', 'none');
    this.#addPiece(this.#open, argumentsText, events);
  }

  /** A call is started when it is known that it is not the repetition of another one. */
  #addPiece(open: OpenCall, piece: string, events: ProviderEvent[]): void {
    if (piece === '') return;
    open.pieces.push(piece);
    if (open.startedId !== undefined) {
      events.push({ type: 'tool-call-delta', id: open.startedId, argumentsText: piece });
      return;
    }
    if (open.pieces.length === 1 && parseJson(piece) !== undefined) return;
    const argumentsText = open.pieces.join('');
    open.startedId = this.#emitStart(open, events);
    events.push({ type: 'tool-call-delta', id: open.startedId, argumentsText });
  }

  #emit(call: Call, events: ProviderEvent[]): void {
    if (this.#isRepeated(call)) return;
    this.#emitEnd(this.#emitStart(call, events), call, events);
  }

  /** Returns the id of the call. */
  #emitStart(call: Call, events: ProviderEvent[]): string {
    if (this.#ids.size >= maxToolCalls) {
      throw malformedResponse(`at most ${maxToolCalls} tool calls`, 'more');
    }
    const id = call.id === '' || this.#ids.has(call.id) ? this.#createId() : call.id;
    this.#ids.add(id);
    events.push({ type: 'tool-call-start', id, name: call.name });
    return id;
  }

  #emitEnd(id: string, { name, argumentsText }: Call, events: ProviderEvent[]): void {
    this.#contents.push(name + argumentsText);
    const incomplete = parseJson(argumentsText) === undefined;
    events.push({
      type: 'tool-call-end',
      id,
      name,
      argumentsText,
      ...(incomplete && { incomplete }),
    });
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
  const sent = called?.['arguments'];
  const isOpen = typeof sent === 'string';
  if (!called || (name === '' && !isOpen))
    throw malformedResponse('a tool call with a name', 'none');
  const id = readString(entry, 'id') ?? '';
  const index = readNumber(called, 'index');
  return { id, index, name, argumentsText: encodeArguments(sent), isOpen };
}

function encodeArguments(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '{}';
  // PHP encodes an empty object as a list.
  if (Array.isArray(value) && value.length === 0) return '{}';
  if (typeof value === 'string') return value;
  if (isJsonObject(value)) return JSON.stringify(value);
  throw malformedResponse('the arguments of a tool call as an object', 'another value');
}
