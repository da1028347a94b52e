import type { ChatSettings, ToolDefinition } from './chat-request.ts';
import type { JsonSchema, StandardSchema } from './json-schema.ts';
import type { JsonValue } from './json.ts';
import type { FileData, FilePart, ImagePart, Message, TextPart, UserMessage } from './message.ts';

/** A function that the model can call. */
export interface ToolInput extends Omit<ToolDefinition, 'inputSchema'> {
  /** The schema of the arguments. */
  readonly inputSchema: JsonSchema | StandardSchema;
}

/** The format of the response text. */
export type ResponseFormatInput<Output = JsonValue> =
  | { readonly type: 'text' }
  | {
      readonly type: 'json';
      /** The name of the schema, for vendors that require one. */
      readonly name?: string | undefined;
      /** The schema of the response. If it is missing, the response is any JSON object. */
      readonly schema?: StandardSchema<Output> | JsonSchema | undefined;
    };

/** A message whose role the compiler does not know, for example from a database. The role is checked at run time. */
export interface MessageInput {
  readonly role: string;
  readonly content: string;
}

/** The data of an image or a file. A URL can be text, and needs no `type`. */
export type FileDataInput =
  | FileData
  | { readonly type: 'url'; readonly url: string }
  | URL
  | string;

/** An image. */
export interface ImagePartInput extends Omit<ImagePart, 'data'> {
  readonly data: FileDataInput;
}

/** A file. */
export interface FilePartInput extends Omit<FilePart, 'data'> {
  readonly data: FileDataInput;
}

/** A message of the user, with text for URLs. */
export interface UserMessageInput extends Omit<UserMessage, 'content'> {
  readonly content: string | readonly (TextPart | ImagePartInput | FilePartInput)[];
}

/** The model, the conversation and the settings of a chat. A setting that is undefined is not sent. */
export interface ChatInput<Model = string, Output = JsonValue> extends ChatSettings {
  /**
   * A model reference: a chain, an alias, `provider/model` or a bare model name. They are looked up in this order. Or a
   * chain definition.
   */
  readonly model: Model;
  /** The conversation, oldest message first. */
  readonly messages: readonly (Message | UserMessageInput | MessageInput)[];
  readonly tools?: readonly ToolInput[] | undefined;
  readonly responseFormat?: ResponseFormatInput<Output> | undefined;
}

/** A request of `explain()`. Its messages can be missing. */
export interface ExplainInput<Model = string> extends Omit<ChatInput<Model, unknown>, 'messages'> {
  /** The conversation. Without it, only the other fields decide whether a target is skipped. */
  readonly messages?: ChatInput['messages'] | undefined;
}
