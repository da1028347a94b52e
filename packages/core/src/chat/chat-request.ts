import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';

/** A function that the model can call. */
export interface ToolDefinition {
  readonly name: string;
  /** What the tool does and when the model should call it. */
  readonly description?: string | undefined;
  /** JSON Schema of the arguments. */
  readonly inputSchema: JsonObject;
}

/** Which tools the model may call: `auto` lets the model decide, `required` requires a call, a name selects one tool. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** The format of the response text. */
export type ResponseFormat =
  | { readonly type: 'text' }
  | {
      readonly type: 'json';
      /** The name of the schema, for vendors that require one. */
      readonly name?: string | undefined;
      /** JSON Schema of the response. If it is missing, the response is any JSON object. */
      readonly schema?: JsonObject | undefined;
    };

/** How much a reasoning model reasons before it responds. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high';

/** The model, the conversation and the settings of a chat. A setting that is undefined is not sent. */
export interface ChatRequest<Model extends string = string> {
  /** A model reference: a chain, an alias, `provider/model` or a bare model name. They are looked up in this order. */
  readonly model: Model;
  /** The conversation, oldest message first. */
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: ToolChoice | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  /** Texts at which the model stops. They are not part of the response. */
  readonly stop?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
  /** An id of your user, which vendors use to detect abuse. */
  readonly user?: string | undefined;
  /** Labels that the vendor stores with the request. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Vendor-specific options by provider id. A provider receives only its own entry. */
  readonly providerOptions?: Readonly<Record<string, JsonObject>> | undefined;
}
