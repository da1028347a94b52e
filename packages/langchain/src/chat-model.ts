import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import type {
  BaseLanguageModelInput,
  StructuredOutputMethodOptions,
} from '@langchain/core/language_models/base';
import type { BindToolsInput, LangSmithParams } from '@langchain/core/language_models/chat_models';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { AIMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import type { ChatStream, Understudy } from '@understudy/core';

import type { ChatModelCallOptions, ChatModelOptions } from './call-options.ts';
import { toChatOptions, toSettings } from './call-options.ts';
import { ChunkEncoder } from './chunk-encoder.ts';
import { decodeMessages } from './decode-messages.ts';
import { encodeEnd, encodeToolCalls } from './encode-response.ts';
import {
  createOutputParser,
  readJsonText,
  readToolInput,
  toOutputFormat,
  toOutputTool,
} from './structured-output.ts';

/** A chain or a model of a runtime as a chat model of LangChain. */
export class UnderstudyChatModel extends BaseChatModel<ChatModelCallOptions> {
  readonly #runtime: Pick<Understudy, 'chat'>;
  readonly #model: string;
  readonly #defaults: ChatModelOptions;

  constructor(runtime: Pick<Understudy, 'chat'>, model: string, defaults: ChatModelOptions) {
    super({});
    this.#runtime = runtime;
    this.#model = model;
    this.#defaults = defaults;
  }

  override _llmType(): string {
    return 'understudy';
  }

  override getLsParams(options: this['ParsedCallOptions']): LangSmithParams {
    return { ...super.getLsParams(options), ls_provider: 'understudy', ls_model_name: this.#model };
  }

  override bindTools(
    tools: BindToolsInput[],
    options: Partial<ChatModelCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatModelCallOptions> {
    return this.withConfig({ ...options, tools });
  }

  /** Requests JSON that matches the schema. With the method `functionCalling`, the model must call a tool instead. */
  override withStructuredOutput(
    schema: object,
    config?: StructuredOutputMethodOptions<boolean>,
  ): Runnable<BaseLanguageModelInput, never>;
  override withStructuredOutput(
    schema: object,
    config: StructuredOutputMethodOptions<boolean> = {},
  ): Runnable<BaseLanguageModelInput, unknown> {
    const { name, strict, includeRaw = false } = config;
    if (config.method === 'functionCalling') {
      const tool = name ?? 'extract';
      const tools = [toOutputTool(schema, tool, strict)];
      const model = this.bindTools(tools, { tool_choice: { name: tool } });
      return createOutputParser(
        model,
        (message) => readToolInput(message, tool),
        schema,
        includeRaw,
      );
    }
    const model = this.withConfig({ responseFormat: toOutputFormat(schema, name, !includeRaw) });
    return createOutputParser(model, readJsonText, schema, includeRaw);
  }

  override async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
  ): Promise<ChatResult> {
    const response = await this.#chat(messages, options).response();
    const { text, reasoning, id } = response;
    const { additional_kwargs: kwargs, ...end } = encodeEnd(response);
    const message = new AIMessage({
      content: text,
      ...encodeToolCalls(response.toolCalls),
      ...end,
      // As the chunks of a stream.
      additional_kwargs: { ...(reasoning !== '' && { reasoning_content: reasoning }), ...kwargs },
      ...(id !== undefined && { id }),
    });
    return { generations: [{ text, message }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const encoder = new ChunkEncoder();
    const chat = this.#chat(messages, options);
    for await (const event of chat) {
      const chunk = encoder.encode(event);
      if (!chunk) continue;
      yield chunk;
      await runManager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, {
        chunk,
      });
    }
    yield encoder.end(await chat.response());
  }

  #chat(messages: readonly BaseMessage[], options: this['ParsedCallOptions']): ChatStream {
    const request = {
      ...toSettings(options, this.#defaults),
      model: this.#model,
      messages: decodeMessages(messages),
    };
    return this.#runtime.chat(request, toChatOptions(options, this.#defaults));
  }
}
