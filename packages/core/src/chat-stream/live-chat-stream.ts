import type { ChatCall } from '../chain/chat-call.ts';
import type { Attempt } from '../chat/attempt.ts';
import type { ChatBatch, ChatEvent } from '../chat/chat-event.ts';
import type { ChatResponse } from '../chat/chat-response.ts';
import type { RunChain } from './chat-batch-source.ts';
import { ChatBatchSource } from './chat-batch-source.ts';
import type { ChatStream } from './chat-stream.ts';
import type { OutputReader } from './create-output-reader.ts';

/** The stream of one chat over the batches of its chain. It has only the members of `ChatStream`. */
export class LiveChatStream<Output> implements ChatStream<Output> {
  readonly #call: ChatCall;
  readonly #source: ChatBatchSource;
  readonly #readOutput: OutputReader<Output>;
  #response: Promise<ChatResponse<Output>> | undefined;

  constructor(call: ChatCall, run: RunChain, readOutput: OutputReader<Output>) {
    this.#call = call;
    this.#source = new ChatBatchSource(call, run);
    this.#readOutput = readOutput;
  }

  get id(): string {
    return this.#call.id;
  }

  get attempts(): readonly Attempt[] {
    return this.#call.log.attempts;
  }

  get textStream(): AsyncIterable<string> {
    return toIterable(() => this.#source.iterate('text', toTexts));
  }

  get batches(): AsyncIterable<ChatBatch> {
    return toIterable(() => this.#source.iterate('events', (batch) => [batch]));
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatEvent, undefined, undefined> {
    return this.#source.iterate('events', (batch) => batch);
  }

  text(): Promise<string> {
    const text = this.#source.readResponse().then(({ response }) => response.text);
    text.catch(() => {});
    return text;
  }

  response(): Promise<ChatResponse<Output>> {
    const complete = this.#source.readResponse();
    this.#response ??= this.#readOutput(complete, this.#call);
    this.#response.catch(() => {});
    return this.#response;
  }

  cancel(reason?: unknown): Promise<void> {
    return this.#source.cancel(reason);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#source.cancel();
  }
}

function toIterable<Item>(
  iterate: () => AsyncIterator<Item, undefined, undefined>,
): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: iterate };
}

function toTexts(batch: ChatBatch): readonly string[] {
  const [first] = batch;
  // The only event of most batches of a slow stream. A list that grows with `push()` has memory for 17 items.
  if (batch.length === 1 && first?.type === 'text-delta' && first.text !== '') return [first.text];
  const texts: string[] = [];
  for (const event of batch) {
    if (event.type === 'text-delta' && event.text !== '') texts.push(event.text);
  }
  return texts;
}
