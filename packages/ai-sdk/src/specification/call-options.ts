/** Options of providers, by namespace. */
export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The options of one call of a model, in the versions `v3` and `v4` of the specification. */
export interface CallOptions {
  readonly prompt: readonly PromptMessage[];
  readonly maxOutputTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly seed?: number | undefined;
  readonly responseFormat?: CallResponseFormat | undefined;
  readonly tools?: readonly (FunctionTool | ProviderTool)[] | undefined;
  readonly toolChoice?: CallToolChoice | undefined;
  readonly includeRawChunks?: boolean | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Since `v4`. */
  readonly reasoning?: CallReasoning | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** How much the model reasons. */
export type CallReasoning =
  | 'provider-default'
  | 'none'
  | 'minimal'
  | 'low'
  | 'medium'
  | 'high'
  | 'xhigh'
  | 'max';

/** The format of the response text. */
export type CallResponseFormat =
  | { readonly type: 'text' }
  | {
      readonly type: 'json';
      readonly schema?: object | undefined;
      readonly name?: string | undefined;
      readonly description?: string | undefined;
    };

/** Which tools the model may call. */
export type CallToolChoice =
  | { readonly type: 'auto' | 'none' | 'required' }
  | { readonly type: 'tool'; readonly toolName: string };

/** A tool that the app runs. */
export interface FunctionTool {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: object;
  readonly inputExamples?: readonly unknown[] | undefined;
  readonly strict?: boolean | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A tool that a vendor defines. */
export interface ProviderTool {
  readonly type: 'provider';
  readonly id: string;
  readonly name: string;
}

interface WithOptions {
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A message of a prompt. */
export type PromptMessage = (
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: readonly PromptUserPart[] }
  | { readonly role: 'assistant'; readonly content: readonly PromptAssistantPart[] }
  | { readonly role: 'tool'; readonly content: readonly PromptToolPart[] }
) &
  WithOptions;

/** A part of a message of the user. Later versions can have parts of other types. */
export type PromptUserPart = PromptText | PromptFile | PromptOther<'custom'>;

/** A part of an earlier response. */
export type PromptAssistantPart =
  | PromptText
  | PromptFile
  | PromptReasoning
  | PromptToolCall
  | PromptToolResult
  | PromptOther<'custom' | 'reasoning-file'>;

/** A part of a message with results of tools. */
export type PromptToolPart = PromptToolResult | PromptOther<'tool-approval-response'>;

/** A part that chats of Understudy do not have. */
export interface PromptOther<Type extends string> extends WithOptions {
  readonly type: Type;
}

/** Text. */
export interface PromptText extends WithOptions {
  readonly type: 'text';
  readonly text: string;
}

/** Reasoning of an earlier response. */
export interface PromptReasoning extends WithOptions {
  readonly type: 'reasoning';
  readonly text: string;
}

/** An image or another file. */
export interface PromptFile extends WithOptions {
  readonly type: 'file';
  readonly data: PromptFileData;
  /** A media type, or its first half. */
  readonly mediaType: string;
  readonly filename?: string | undefined;
}

/** The data of a file: tagged in `v4`; bytes, base64 text or a URL in `v3`. */
export type PromptFileData =
  | string
  | Uint8Array
  | URL
  | { readonly type: 'data'; readonly data: string | Uint8Array }
  | { readonly type: 'url'; readonly url: URL }
  | { readonly type: 'reference'; readonly reference: Readonly<Record<string, unknown>> }
  | { readonly type: 'text'; readonly text: string };

/** A call of a tool in an earlier response. */
export interface PromptToolCall extends WithOptions {
  readonly type: 'tool-call';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: unknown;
  readonly providerExecuted?: boolean | undefined;
}

/** The result of a tool. */
export interface PromptToolResult extends WithOptions {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: PromptToolOutput;
}

/** What a tool returned. */
export type PromptToolOutput = (
  | { readonly type: 'text' | 'error-text'; readonly value: string }
  | { readonly type: 'json' | 'error-json'; readonly value: unknown }
  | { readonly type: 'execution-denied'; readonly reason?: string | undefined }
  | { readonly type: 'content'; readonly value: readonly PromptToolContent[] }
) &
  WithOptions;

/** A part of what a tool returned. The types of files differ between the versions of the specification. */
export interface PromptToolContent extends WithOptions {
  readonly type: string;
  readonly text?: string | undefined;
  readonly data?: PromptFileData | undefined;
  readonly url?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly filename?: string | undefined;
}
