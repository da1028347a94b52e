import { AIMessageChunk } from '@langchain/core/messages';
import type { AIMessageChunkFields } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { UnderstudyError } from '@understudy/core';
import type { ChatEvent, ChatResponse } from '@understudy/core';

import { encodeEnd } from './encode-response.ts';
import { readArguments } from './read-arguments.ts';

/**
 * The end of arguments that cannot be used. LangChain completes the JSON of a call that was cut off, which a tool would
 * then be run with, but not with an invalid escape sequence. Of two, one is invalid inside a text and after a
 * backslash, too.
 */
const invalidEnd = '\\x\\x';

/** Translates the events of one response to chunks. */
export class ChunkEncoder {
  /** The positions of the tool calls, by which chunks are joined. */
  readonly #indexes = new Map<string, number>();
  /** The id of the response, which LangGraph needs in each chunk. */
  #id: string | undefined;

  /**
   * Returns the chunk for an event, or undefined if it has none.
   *
   * @throws UnderstudyError `stream-truncated` if the chain starts the response again
   */
  encode(event: ChatEvent): ChatGenerationChunk | undefined {
    switch (event.type) {
      case 'response-start':
        this.#id = event.id;
        return undefined;
      case 'text-delta':
        return this.#create({ content: event.text });
      case 'reasoning-delta':
        return this.#create({ content: '', additional_kwargs: { reasoning_content: event.text } });
      case 'tool-call-start':
        return this.#createToolChunk(event.id, { id: event.id, name: event.name, args: '' });
      case 'tool-call-delta':
        return this.#createToolChunk(event.id, { args: event.argumentsText });
      case 'tool-call-end':
        return readArguments(event)
          ? undefined
          : this.#createToolChunk(event.id, { args: invalidEnd });
      case 'reset':
        throw new UnderstudyError(
          'stream-truncated',
          `the response ended (${event.reason}), and a stream of LangChain cannot start again; remove midStream: 'restart' from the chain`,
        );
      default:
        return undefined;
    }
  }

  /** Returns the last chunk. */
  end(response: ChatResponse): ChatGenerationChunk {
    this.#id = response.id;
    return this.#create({ content: '', ...encodeEnd(response) });
  }

  #createToolChunk(
    id: string,
    chunk: { readonly id?: string; readonly name?: string; readonly args: string },
  ): ChatGenerationChunk {
    const index = this.#indexes.get(id) ?? this.#indexes.size;
    this.#indexes.set(id, index);
    return this.#create({
      content: '',
      tool_call_chunks: [{ type: 'tool_call_chunk', ...chunk, index }],
    });
  }

  #create(fields: AIMessageChunkFields): ChatGenerationChunk {
    const id = this.#id;
    const message = new AIMessageChunk({ ...fields, ...(id !== undefined && { id }) });
    return new ChatGenerationChunk({ text: message.text, message });
  }
}
