export { toChatModel } from './to-chat-model.ts';
export type { ChatModel } from './to-chat-model.ts';
export type { ChatModelCallOptions, ChatModelOptions } from './call-options.ts';
