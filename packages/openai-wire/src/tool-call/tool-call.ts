import type { ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

import { malformedResponse } from '../error/response-errors.ts';
import { JsonObjectScanner } from './json-object-scanner.ts';
import type { ToolCallDelta } from './tool-call-delta.ts';

/**
 * Joins the deltas of one tool call and emits its events.
 *
 * The first event waits for the id, the name and the beginning of the arguments, because the name may
 * be split over several chunks. Earlier deltas are buffered.
 */
export class ToolCall {
  readonly #inheritedName: string;
  #id = '';
  #name = '';
  #argumentsText = '';
  #signature = '';
  readonly #scanner = new JsonObjectScanner();
  #buffered = '';
  #started = false;

  /** @param inheritedName - the name of the earlier call with the same index, used if the vendor sends no name */
  constructor(inheritedName = '') {
    this.#inheritedName = inheritedName;
  }

  get id(): string {
    return this.#id;
  }

  get name(): string {
    return this.#name;
  }

  get hasArguments(): boolean {
    return this.#argumentsText !== '';
  }

  /**
   * Returns whether a delta belongs to another call: it has another name, or it starts a JSON object
   * although the arguments are complete. Gemini and Ollama may send the index 0 for every call.
   */
  conflictsWith(delta: ToolCallDelta): boolean {
    const { id, name } = delta;
    // vLLM sends a new id in each chunk of a call. Only an id with a name starts another call.
    if (id !== '' && this.#id !== '' && id !== this.#id && name !== '') return true;
    if (name !== '' && this.#name !== '' && name !== this.#name && this.hasArguments) return true;
    return this.#startsNewObject(delta) && !this.#isRepeated(delta);
  }

  add(delta: ToolCallDelta, events: ProviderEvent[]): void {
    const { id, name, argumentsText, signature } = delta;
    if (this.#id === '') this.#id = id;
    if (signature !== '') this.#signature = signature;
    // Some vendors repeat the name in every chunk, others repeat the complete call at the end.
    if (!this.#started && name !== this.#name) this.#name += name;
    if (argumentsText !== '' && !this.#isRepeated(delta)) this.#addArguments(argumentsText);
    if (this.hasArguments) this.emit(events);
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
   * @param isCut - whether the response ended at its maximum length, so that the arguments can be incomplete
   * @throws ProviderError `malformed-response` if the call has no name
   */
  end(fallbackId: string, isCut: boolean, events: ProviderEvent[]): void {
    if (this.#id === '') this.#id = fallbackId;
    if (this.#name === '') this.#name = this.#inheritedName;
    if (this.#name === '') throw malformedResponse('a tool call with a name', 'none');
    const incomplete = isCut && parseJson(this.#argumentsText) === undefined;
    if (!this.hasArguments && !incomplete) this.#addArguments('{}');
    this.emit(events);
    events.push({
      type: 'tool-call-end',
      id: this.#id,
      name: this.#name,
      argumentsText: this.#argumentsText,
      ...(this.#signature !== '' && { signature: this.#signature }),
      ...(incomplete && { incomplete }),
    });
  }

  #addArguments(argumentsText: string): void {
    this.#argumentsText += argumentsText;
    this.#scanner.add(argumentsText);
    this.#buffered += argumentsText;
  }

  #isRepeated(delta: ToolCallDelta): boolean {
    const hasSameId = delta.id !== '' && delta.id === this.#id;
    return hasSameId && this.#startsNewObject(delta) && delta.argumentsText === this.#argumentsText;
  }

  /** The text is parsed only if its braces are balanced, because parsing it with every delta takes quadratic time. */
  #startsNewObject({ argumentsText }: ToolCallDelta): boolean {
    return (
      argumentsText.startsWith('{') &&
      this.#scanner.closed &&
      isJsonObject(parseJson(this.#argumentsText))
    );
  }
}
