import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

import { jsonToolName } from '../request/encode-response-format.ts';
import { findExactArguments } from './exact-arguments.ts';
import { malformedResponse } from './response-errors.ts';
import { TextBlocks } from './text-blocks.ts';
import type { ChunkText } from './text-fast-path.ts';
import { encodeArguments, ToolCalls } from './tool-calls.ts';

/** How the parts of a response are decoded. */
export interface PartSettings {
  /** Whether the call of the tool `json` is the response. */
  readonly jsonTool: boolean;
  /** Returns an id for a tool call without one. */
  readonly createToolCallId: () => string;
}

/** Decodes the parts of a response. Parts of an unknown kind, and of tools that the vendor runs, are omitted. */
export class PartReader {
  readonly #events: ProviderEvent[];
  readonly #jsonTool: boolean;
  readonly #blocks: TextBlocks;
  readonly #calls: ToolCalls;
  #hasContent = false;

  constructor({ jsonTool, createToolCallId }: PartSettings, events: ProviderEvent[]) {
    this.#events = events;
    this.#jsonTool = jsonTool;
    this.#blocks = new TextBlocks(events);
    this.#calls = new ToolCalls(createToolCallId, events);
  }

  get hasContent(): boolean {
    return this.#hasContent;
  }

  get hasCalls(): boolean {
    return this.#calls.count > 0;
  }

  /**
   * Reads the parts of a chunk.
   *
   * @param data - the JSON of the chunk, which has the exact digits of arguments
   * @throws ProviderError `malformed-response`
   */
  read(parts: readonly JsonValue[], data: string): void {
    for (const [index, part] of parts.entries()) {
      if (part === null) continue;
      if (!isJsonObject(part)) throw malformedResponse('parts that are objects', 'another value');
      const { functionCall } = part;
      if (isJsonObject(functionCall)) {
        const args = findExactArguments(data, index) ?? functionCall.args ?? null;
        this.#readCall({ ...functionCall, args }, readSignature(part));
      } else {
        this.#readOther(part);
      }
    }
  }

  readText({ isThought, text }: ChunkText, signature: string = ''): void {
    const type = isThought ? 'reasoning' : 'text';
    this.#hasContent ||= text !== '';
    if (signature !== '') this.#blocks.addSigned(type, text, signature);
    else if (text !== '') this.#blocks.add(type, text);
  }

  /** Adds the events of what has no end yet. */
  end(isIncomplete: boolean): void {
    this.#blocks.end();
    this.#calls.end(isIncomplete);
  }

  #readOther(part: JsonObject): void {
    const { text, inlineData, thought } = part;
    if (isJsonObject(inlineData)) {
      this.#readFile(inlineData, thought === true, readSignature(part));
    } else if (typeof text === 'string') {
      this.readText({ isThought: thought === true, text }, readSignature(part));
    } else if (text !== undefined && text !== null) {
      throw malformedResponse('text', 'another value');
    }
  }

  #readCall(call: JsonObject, signature: string): void {
    this.#blocks.end();
    this.#hasContent = true;
    if (this.#jsonTool && call.name === jsonToolName) {
      this.#blocks.add('text', encodeArguments(call.args));
    } else {
      this.#calls.read(call, signature === '' ? undefined : signature);
    }
  }

  /** An image among the thoughts is a draft, which is not part of the response. */
  #readFile(data: JsonObject, isThought: boolean, signature: string): void {
    if (isThought) {
      this.#events.push({ type: 'progress', activity: 'thinking' });
      return;
    }
    const base64 = readString(data, 'data');
    if (base64 === undefined) throw malformedResponse('the data of a file', 'none');
    this.#blocks.end();
    this.#hasContent = true;
    this.#events.push({
      type: 'file',
      mediaType: readString(data, 'mimeType') ?? 'application/octet-stream',
      data: { type: 'base64', base64 },
      ...(signature !== '' && { signature }),
    });
  }
}

/** Some servers send an empty signature. */
function readSignature(part: JsonObject): string {
  return readString(part, 'thoughtSignature') ?? '';
}
