import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Understudy } from '@understudy/core';
import { assertKnownNames } from '@understudy/core/internal';

import type { ChatModelCallOptions, ChatModelOptions } from './call-options.ts';
import { UnderstudyChatModel } from './chat-model.ts';

/** A chat model of LangChain whose calls are chats of a runtime. */
export type ChatModel = BaseChatModel<ChatModelCallOptions>;

const optionNames: readonly string[] = Object.keys({
  settings: true,
  chatOptions: true,
} satisfies Record<keyof ChatModelOptions, true>);

/**
 * Returns a chain, an alias or a model of a runtime as a chat model of LangChain.
 *
 * The chain retries and falls back, so `withRetry()` and `withFallbacks()` are not needed. The calls throw the
 * errors of the chat.
 *
 * @throws ConfigurationError for an unknown option, and if the runtime has no chain, alias or model of this name;
 * UnderstudyError `closed`
 *
 * @example
 * const model = toChatModel(understudy, 'support');
 * const message = await model.invoke('What is 2+2*3?');
 */
export function toChatModel<Model extends string>(
  understudy: Understudy<Model>,
  model: NoInfer<Model>,
  options?: ChatModelOptions,
): ChatModel;
export function toChatModel(
  understudy: Understudy,
  model: string,
  options: ChatModelOptions = {},
): ChatModel {
  assertKnownNames(options, optionNames, 'options.');
  // Sends nothing. Throws if the name is not known.
  understudy.explain({ model });
  return new UnderstudyChatModel(understudy, model, options);
}
