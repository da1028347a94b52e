import type { JsonObject } from './json.ts';
import type { Message, ProviderOptions } from './message.ts';

/** A function that the model can call. */
export interface ToolDefinition {
  readonly name: string;
  /** What the tool does and when the model should call it. */
  readonly description?: string | undefined;
  /** JSON Schema of the arguments. */
  readonly inputSchema: JsonObject;
  /** Whether the arguments must match the schema. @defaultValue the vendor's default */
  readonly strict?: boolean | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/**
 * Which tools the model may call: `auto` lets the model decide, `required` requires a call, a name selects one tool.
 */
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
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/**
 * The settings of a chat. A setting that is undefined is not sent, so that the vendor's default applies. A provider
 * omits a setting that its vendor or model does not support, or changes it to a supported value, with a warning in
 * `response.warnings`.
 */
export interface ChatSettings {
  readonly toolChoice?: ToolChoice | undefined;
  /** Whether the model may call several tools in one response. @defaultValue the vendor's default */
  readonly parallelToolCalls?: boolean | undefined;
  /** The randomness of the choice of tokens. 0 is the least random; most vendors accept at most 1 or 2. */
  readonly temperature?: number | undefined;
  /** Tokens are chosen from the most likely ones that together have this probability, above 0 and at most 1. */
  readonly topP?: number | undefined;
  /** Tokens are chosen from this number of the most likely ones. */
  readonly topK?: number | undefined;
  /** The largest response, in tokens. For reasoning models, the reasoning counts too. */
  readonly maxOutputTokens?: number | undefined;
  /** Texts at which the model stops. They are not part of the response. */
  readonly stop?: readonly string[] | undefined;
  /** A whole number. Requests with the same seed have similar responses, if the vendor supports it. */
  readonly seed?: number | undefined;
  /** Lowers the probability of tokens that the text already contains, usually from -2 to 2. */
  readonly presencePenalty?: number | undefined;
  /** Lowers the probability of tokens by how often the text already contains them, usually from -2 to 2. */
  readonly frequencyPenalty?: number | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
  /**
   * Whether a response can have effects outside the vendor, for example by tools that the vendor runs. A request that a
   * reused connection lost is then not sent again on its own. @defaultValue false
   */
  readonly effects?: boolean | undefined;
  /** An id of your user, which vendors use to detect abuse. */
  readonly user?: string | undefined;
  /** Labels that the vendor stores with the request. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * Vendor-specific options by provider id or wire format. A provider receives the entry of its wire format and its
   * own entry, which takes precedence.
   */
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A request as a provider receives it: validated, and with schemas as JSON. */
export interface ChatRequest extends ChatSettings {
  /** The model name, without the provider id. */
  readonly model: string;
  /** The conversation, oldest message first. */
  readonly messages: readonly Message[];
  /** The tools that the model may call. Of tools with the same name, only the last one is sent, with a warning. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
}

/** A request without its model, which depends on the target. */
export type RequestContent = Omit<ChatRequest, 'model'>;
