import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';

/** A function that the model may ask to be called. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string | undefined;
  /** JSON Schema of the arguments. */
  readonly inputSchema: JsonObject;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export type ResponseFormat =
  | { readonly type: 'text' }
  | {
      readonly type: 'json';
      readonly name?: string | undefined;
      readonly schema?: JsonObject | undefined;
    };

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high';

/** What to ask, of whom. */
export interface ChatRequest<Model extends string = string> {
  /** A chain, an alias, `provider/model`, or the bare name of a model; looked up in this order. */
  readonly model: Model;
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: ToolChoice | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
  /** Whom the vendor may hold the request against. */
  readonly user?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Keyed by provider id; a provider is given its own entry and no other. */
  readonly providerOptions?: Readonly<Record<string, JsonObject>> | undefined;
}
