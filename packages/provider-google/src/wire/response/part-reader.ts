import type { FileEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { ReceivedText } from '@understudy/provider-utils/internal';

import { jsonToolName } from '../request/encode-response-format.ts';
import { isServerPart } from '../server-part.ts';
import { findExactArguments } from './exact-arguments.ts';
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

/**
 * Decodes the parts of a response. Parts of an unknown kind are omitted. Those of tools that the vendor runs have no
 * counterpart in the events, but the vendor needs them in the next request. They are the metadata of a text without
 * content.
 */
export class PartReader {
  readonly #events: ProviderEvent[];
  readonly #jsonTool: boolean;
  readonly #blocks: TextBlocks;
  readonly #calls: ToolCalls;
  /** The text so far. */
  readonly #received = new ReceivedText();
  #hasContent = false;

  constructor({ jsonTool, createToolCallId }: PartSettings, events: ProviderEvent[]) {
    this.#events = events;
    this.#jsonTool = jsonTool;
    this.#blocks = new TextBlocks(events);
    this.#calls = new ToolCalls(createToolCallId, events);
  }

  /** Whether there was something besides reasoning. */
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
   * @param isLast - whether the chunk has the finish reason. Some servers send the complete text again in it
   * @throws ProviderError `malformed-response`
   */
  read(parts: readonly JsonValue[], data: string, isLast: boolean): void {
    for (const [index, part] of parts.entries()) {
      if (part === null) continue;
      if (!isJsonObject(part)) throw malformedResponse('parts that are objects', 'another value');
      this.#readPart(part, isLast);
      const { functionCall } = part;
      if (isMissing(functionCall)) continue;
      if (!isJsonObject(functionCall)) throw malformedResponse('a function call', 'another value');
      const args = findExactArguments(data, index) ?? functionCall.args ?? null;
      this.#readCall({ ...functionCall, args }, readSignature(part), isLast);
    }
  }

  readText({ isThought, text }: ChunkText, signature: string = ''): void {
    const type = isThought ? 'reasoning' : 'text';
    if (!isThought && text !== '') {
      this.#hasContent = true;
      this.#received.add(text);
    }
    if (signature !== '') this.#blocks.addSigned(type, text, signature);
    else if (text !== '') this.#blocks.add(type, text);
  }

  /** Adds the events of what has no end yet. */
  end(isIncomplete: boolean): void {
    this.#blocks.end();
    this.#calls.end(isIncomplete);
  }

  /**
   * Reads the text and the file of a part. If the part has several kinds of content, the signature is of the last one.
   */
  #readPart(part: JsonObject, isLast: boolean): void {
    const { functionCall, thought } = part;
    const text = readText(part.text);
    const isThought = thought === true;
    const file = part.inlineData ?? part.fileData;
    const isServer = isServerPart(part);
    const isOnlyText = isMissing(functionCall) && isMissing(file) && !isServer;
    const signature = readSignature(part);
    if (text !== undefined || (isOnlyText && signature !== '')) {
      const unread = isLast && !isThought ? this.#received.selectLast(text ?? '') : (text ?? '');
      this.readText({ isThought, text: unread }, isOnlyText ? signature : '');
    }
    if (isServer) this.#keepServerPart(part);
    if (isMissing(file)) return;
    if (!isJsonObject(file)) throw malformedResponse('the data of a file', 'another value');
    this.#readFile(file, isThought, isMissing(functionCall) ? signature : '');
  }

  #keepServerPart({ text: _text, functionCall: _call, ...part }: JsonObject): void {
    this.#blocks.end();
    if (part.toolCall !== undefined) {
      this.#events.push({ type: 'progress', activity: 'searching' });
    }
    this.#events.push({ type: 'text-end', providerMetadata: { part } });
  }

  #readCall(call: JsonObject, signature: string, isLast: boolean): void {
    this.#blocks.end();
    this.#hasContent = true;
    if (this.#jsonTool && call.name === jsonToolName) {
      this.#blocks.add('text', encodeArguments(call.args));
    } else {
      this.#calls.read(call, signature === '' ? undefined : signature, isLast);
    }
  }

  /** An image among the thoughts is a draft, which is not part of the response. */
  #readFile(data: JsonObject, isThought: boolean, signature: string): void {
    if (isThought) {
      this.#events.push({ type: 'progress', activity: 'thinking' });
      return;
    }
    const content = readFileData(data);
    if (!content) throw malformedResponse('the data of a file', 'none');
    this.#blocks.end();
    this.#hasContent = true;
    this.#events.push({
      type: 'file',
      mediaType: readString(data, 'mimeType') ?? 'application/octet-stream',
      data: content,
      ...(signature !== '' && { signature }),
    });
  }
}

/** Returns the bytes of a file, or its address. */
function readFileData(data: JsonObject): FileEvent['data'] | undefined {
  const base64 = readString(data, 'data');
  if (base64 !== undefined) return { type: 'base64', base64 };
  const url = URL.parse(readString(data, 'fileUri') ?? '');
  return url ? { type: 'url', url } : undefined;
}

function isMissing(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function readText(value: JsonValue | undefined): string | undefined {
  if (isMissing(value) || typeof value === 'string') return value ?? undefined;
  throw malformedResponse('text', 'another value');
}

/** Some servers send an empty signature. */
function readSignature(part: JsonObject): string {
  return readString(part, 'thoughtSignature') ?? '';
}
