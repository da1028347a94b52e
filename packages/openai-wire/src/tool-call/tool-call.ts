import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, parseJson } from '@understudy/provider-utils';

import { customCallType } from './custom-call.ts';
import { JsonObjectScanner } from './json-object-scanner.ts';
import { dropRepetitions, NewArguments } from './new-arguments.ts';
import { isEmptyArguments } from './tool-call-delta.ts';
import type { ToolCallDelta } from './tool-call-delta.ts';
import type { SignatureFields } from './tool-call-signature.ts';

/**
 * Joins the deltas of one tool call and emits its events.
 *
 * The first event waits for the id, the name and the beginning of the arguments, because the name may
 * be split over several chunks. Earlier deltas are buffered. Empty arguments such as `{}` at the beginning are
 * not emitted, because the arguments may follow.
 */
export class ToolCall {
  readonly #inheritedName: string;
  #id = '';
  #vendorId = '';
  #name = '';
  #argumentsText = '';
  #hasEmptyArguments = false;
  /** A brace at the beginning of the arguments, which can be a part of empty arguments. */
  #opening = '';
  #deltas = 0;
  /** Arguments that are a JSON string, in pieces. They can contain the JSON of the arguments. */
  readonly #encoded: string[] = [];
  /** The input of a custom tool, in pieces. */
  #input: string[] | undefined;
  #signature: SignatureFields | undefined;
  readonly #newArguments = new NewArguments();
  readonly #scanner = new JsonObjectScanner();
  /** The result of `isComplete` for the arguments so far. */
  #complete: boolean | undefined;
  #buffered = '';
  #started = false;

  /** @param inheritedName - the name of the earlier call with the same index, used if the vendor sends no name */
  constructor(inheritedName = '') {
    this.#inheritedName = inheritedName;
  }

  get id(): string {
    return this.#id;
  }

  /** The id as the vendor sent it, also if another call has the same one. */
  get vendorId(): string {
    return this.#vendorId;
  }

  get name(): string {
    return this.#name;
  }

  get hasArguments(): boolean {
    const hasText = this.#argumentsText + this.#opening !== '' || this.#encoded.length > 0;
    return hasText || this.#hasEmptyArguments || this.#input !== undefined;
  }

  /** Whether the call has neither an id nor a name, so it cannot be called. */
  get isAnonymous(): boolean {
    return this.#vendorId + this.#name + this.#inheritedName === '';
  }

  /** Whether the call arrived in more than one delta. */
  get isInPieces(): boolean {
    return this.#deltas > 1;
  }

  /** Whether the arguments are a complete JSON object. They are parsed only if their braces are balanced. */
  get isComplete(): boolean {
    this.#complete ??= this.#scanner.closed && isJsonObject(parseJson(this.#argumentsText));
    return this.#complete;
  }

  /**
   * Returns whether a delta belongs to another call: it has another name, or it starts a JSON object
   * although the arguments are complete. Gemini and Ollama may send the index 0 for every call.
   */
  conflictsWith(delta: ToolCallDelta): boolean {
    const { id, name, argumentsText } = delta;
    // vLLM sends a new id in each chunk of a call. Only an id with a name starts another call.
    if (id !== '' && this.#vendorId !== '' && id !== this.#vendorId && name !== '') return true;
    if (name !== '' && this.#name !== '' && name !== this.#name && this.hasArguments) return true;
    const isNamed = name !== '' && !this.#hasSameId(delta);
    if (this.#argumentsText === '') {
      return this.#hasEmptyArguments && isNamed && isJsonObject(parseJson(argumentsText));
    }
    return this.#startsNewObject(delta) && (isNamed || !this.repeats(delta));
  }

  /** @param isIdUsed - whether another call has the id, so this call needs another one */
  add(delta: ToolCallDelta, isIdUsed: boolean, events: ProviderEvent[]): void {
    const { id, name, argumentsText, signature } = delta;
    this.#deltas += 1;
    if (this.#vendorId === '') this.#vendorId = id;
    if (this.#id === '' && !isIdUsed) this.#id = id;
    this.#signature = signature ?? this.#signature;
    // Some vendors repeat the name in every chunk, with its next piece or not, others the complete call at the end.
    if (!this.#started) this.#name = name.startsWith(this.#name) ? name : this.#name + name;
    if (delta.isCustom) {
      this.#input ??= [];
      this.#input.push(argumentsText);
    } else if (argumentsText !== '' && !this.#isRepeated(delta)) this.#addArguments(argumentsText);
    if (this.#argumentsText !== '') this.emit(events);
  }

  /** Emits the buffered deltas if the id and the name are known. The name is complete after that. */
  emit(events: ProviderEvent[]): void {
    if (this.#id === '' || this.#name === '') return;
    if (!this.#started) events.push({ type: 'tool-call-start', id: this.#id, name: this.#name });
    this.#started = true;
    if (this.#buffered === '') return;
    events.push({ type: 'tool-call-delta', id: this.#id, argumentsText: this.#buffered });
    this.#buffered = '';
  }

  /**
   * Emits the remaining deltas and the end of the call. Missing arguments become `{}`.
   *
   * Arguments that are not JSON make the call incomplete. The input of a custom tool becomes a JSON object.
   *
   * @param isCut - whether the response ended at its maximum length, so missing arguments are incomplete too
   * @throws ProviderError `malformed-response` if the call has no name
   */
  end(fallbackId: string, isCut: boolean, events: ProviderEvent[]): void {
    if (this.#id === '') this.#id = fallbackId;
    if (this.#name === '') this.#name = this.#inheritedName;
    if (this.#name === '') throw malformedResponse('a tool call with a name', 'none');
    if (this.#opening !== '') this.#append(this.#opening);
    this.#append(this.#newArguments.flush(this.#argumentsText));
    if (this.#encoded.length > 0) this.#append(decodeArguments(this.#encoded.join('')));
    if (this.#input) this.#append(JSON.stringify({ input: this.#input.join('') }));
    const incomplete = this.#isIncomplete(isCut);
    if (this.#argumentsText === '' && !incomplete) this.#append('{}');
    this.emit(events);
    events.push({
      type: 'tool-call-end',
      id: this.#id,
      name: this.#name,
      argumentsText: this.#argumentsText,
      ...this.#signature,
      ...(this.#input && { providerMetadata: { type: customCallType } }),
      ...(incomplete && { incomplete }),
    });
  }

  /** Whether a delta contains the complete arguments again, or empty ones after them. */
  repeats({ argumentsText }: ToolCallDelta): boolean {
    if (isEmptyArguments(argumentsText)) return true;
    if (argumentsText === this.#argumentsText) return true;
    const json = parseJson(decodeArguments(argumentsText));
    return json !== undefined && isEqual(json, parseJson(this.#argumentsText));
  }

  #addArguments(argumentsText: string): void {
    if (this.#argumentsText !== '') {
      return this.#append(this.#newArguments.add(argumentsText, this.#argumentsText));
    }
    if (this.#encoded.length > 0) {
      this.#encoded.push(argumentsText);
      return;
    }
    // White space before the arguments is not a part of them.
    if (this.#opening === '' && argumentsText.trim() === '') return;
    // After a brace, another one starts the arguments again.
    const text = argumentsText.startsWith('{') ? argumentsText : this.#opening + argumentsText;
    this.#opening = '';
    if (isEmptyArguments(text)) {
      this.#hasEmptyArguments = true;
    } else if (openingBrace.test(text)) {
      this.#opening = text;
    } else if (openingQuote.test(text)) {
      this.#encoded.push(text);
    } else {
      this.#append(dropRepetitions(text.replace(emptyObjectBefore, '')));
    }
  }

  #append(argumentsText: string): void {
    if (argumentsText === '') return;
    this.#argumentsText += argumentsText;
    this.#scanner.add(argumentsText);
    this.#complete = undefined;
    this.#buffered += argumentsText;
  }

  #isIncomplete(isCut: boolean): boolean {
    // The end of a text is not known.
    if (this.#input) return isCut;
    return this.#argumentsText === '' ? isCut && !this.#hasEmptyArguments : !this.#isJson();
  }

  /** An object is parsed once, and only if its braces are balanced. */
  #isJson(): boolean {
    if (/^\s*\{/.test(this.#argumentsText)) return this.isComplete;
    return parseJson(this.#argumentsText) !== undefined;
  }

  #hasSameId({ id }: ToolCallDelta): boolean {
    return id !== '' && id === this.#vendorId;
  }

  #isRepeated(delta: ToolCallDelta): boolean {
    return this.#startsNewObject(delta) && this.repeats(delta);
  }

  #startsNewObject({ argumentsText }: ToolCallDelta): boolean {
    const startsObject = /^[{"]/.test(argumentsText) || isEmptyArguments(argumentsText);
    if (!startsObject || !this.isComplete) return false;
    return !openingQuote.test(argumentsText) || decodeArguments(argumentsText) !== argumentsText;
  }
}

/** Returns the JSON object in a JSON string. Some servers encode the arguments twice. */
function decodeArguments(text: string): string {
  const decoded = parseJson(text);
  const isObject = typeof decoded === 'string' && isJsonObject(parseJson(decoded));
  return isObject ? decoded : text;
}

const openingQuote = /^\s*"/;
const openingBrace = /^\{\s{0,8}$/;
const emptyObjectBefore = /^\s*\{\s*\}\s*(?=\{)/;

function isEqual(one: JsonValue, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
