import type { ReasoningEffort } from '@understudy/core/provider';

/** A request field that some vendors reject. See `Quirks.unsupportedFields`. */
export type OptionalField =
  | 'temperature'
  | 'top_p'
  | 'stop'
  | 'seed'
  | 'presence_penalty'
  | 'frequency_penalty'
  | 'reasoning_effort'
  | 'user'
  | 'metadata'
  | 'tool_choice'
  | 'parallel_tool_calls';

/** The differences between a vendor's wire format and OpenAI's. Each option defaults to OpenAI's. */
export interface Quirks {
  /**
   * The field for `maxOutputTokens`.
   *
   * OpenAI replaced `max_tokens` by `max_completion_tokens`. Most other vendors know only `max_tokens`.
   *
   * @defaultValue 'max_completion_tokens'
   */
  readonly maxTokensField?: 'max_completion_tokens' | 'max_tokens' | undefined;
  /** The role of system messages. OpenAI's reasoning models use `developer`. @defaultValue 'system' */
  readonly systemRole?: 'system' | 'developer' | undefined;
  /** The field for `seed`. Mistral uses `random_seed` and rejects `seed`. @defaultValue 'seed' */
  readonly seedField?: 'seed' | 'random_seed' | undefined;
  /**
   * The field in which the reasoning of earlier responses is sent back to the model.
   *
   * DeepSeek and Moonshot require it in `reasoning_content` of every message with tool calls, and accept an empty
   * string. Fireworks and llama.cpp read the same field. OpenRouter, vLLM and Cerebras use `reasoning`. If it is not
   * set, reasoning is omitted from requests, except `reasoning_details`, which are sent back to the provider and model
   * that sent them.
   */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | undefined;
  /**
   * The field that turns reasoning off. With it, `reasoningEffort: 'none'` is sent as `thinking: { type: 'disabled' }`
   * (DeepSeek, Moonshot, Z.ai), as `enable_thinking: false` (DashScope) or as `reasoning: { enabled: false }`
   * (Together).
   *
   * @defaultValue none: `reasoning_effort: 'none'`
   */
  readonly thinkingSwitch?: 'thinking' | 'enable_thinking' | 'reasoning' | undefined;
  /**
   * The values of `reasoning_effort` that the API accepts, lowest first. Instead of another one, the next lower value
   * is sent, with a warning.
   *
   * Ollama rejects `minimal` and `xhigh`. Mistral's models accept only `none` and `high`.
   *
   * @defaultValue all
   */
  readonly reasoningEfforts?: readonly ReasoningEffort[] | undefined;
  /**
   * Whether the rules of OpenAI's models apply to models with their names: the efforts of reasoning, and whether
   * temperature, `topP`, penalties and `stop` are accepted. Other values are replaced or omitted with a warning.
   *
   * @defaultValue false
   */
  readonly modelRules?: boolean | undefined;
  /**
   * Whether the text of a response starts with reasoning in `<think>` tags. If true, it is reported as
   * reasoning.
   *
   * MiniMax and servers without a reasoning parser (vLLM, llama.cpp) send it this way. Some models send only the
   * closing tag, so text without an opening tag is held back until the closing tag or the end of the response. With
   * `'opened'`, it is text immediately: use it for models that always send both tags (Perplexity).
   *
   * @defaultValue false
   */
  readonly thinkTags?: boolean | 'opened' | undefined;
  /**
   * Whether to request responses as a stream.
   *
   * Some servers do not support streams, and OpenAI streams some models only to verified organizations.
   * If false, the complete response is requested as one JSON document. Its first content arrives
   * together with its last.
   *
   * @defaultValue true
   */
  readonly streams?: boolean | undefined;
  /**
   * Whether to request token counts with `stream_options`.
   *
   * Mistral sends them without a request and rejects the field. Old servers do not know it.
   *
   * @defaultValue true
   */
  readonly streamUsage?: boolean | undefined;
  /**
   * Whether the API accepts a JSON Schema. If false, `json_object` is requested and the schema is sent as an
   * instruction, with a warning. With `'required'`, JSON of any shape is requested with the schema of an object.
   *
   * DeepSeek accepts only `json_object`. LM Studio and Perplexity reject it.
   *
   * @defaultValue true
   */
  readonly jsonSchema?: boolean | 'required' | undefined;
  /**
   * Whether text can be sent as an array of parts. If false, the parts are joined.
   *
   * DeepSeek rejects arrays.
   *
   * @defaultValue true
   */
  readonly textParts?: boolean | undefined;
  /** Whether a file can be sent as a URL. OpenRouter accepts it, OpenAI does not. @defaultValue false */
  readonly fileUrls?: boolean | undefined;
  /**
   * Whether images and files of tool results are sent, in a message of the user after the results. If false, they are
   * omitted with a warning.
   *
   * Models without vision reject images.
   *
   * @defaultValue true
   */
  readonly resultFiles?: boolean | undefined;
  /**
   * Whether ids of tool calls must have nine letters or digits. If true, other ids are replaced.
   *
   * Mistral requires it.
   *
   * @defaultValue false
   */
  readonly shortToolCallIds?: boolean | undefined;
  /** The maximum length of ids of tool calls. Longer ids are replaced. @defaultValue 40 */
  readonly maxToolCallIdLength?: number | undefined;
  /**
   * The content of an assistant message that has tool calls and no text: `null`, an empty string, or no field.
   *
   * Ollama rejects `null`. Servers in front of Amazon Bedrock reject an empty string.
   *
   * @defaultValue 'null'
   */
  readonly callOnlyContent?: 'null' | 'empty' | 'omitted' | undefined;
  /**
   * The signature to send with a tool call of another model, which has none.
   *
   * Gemini 3 rejects calls without a signature and documents a value that it accepts.
   *
   * @defaultValue none
   */
  readonly placeholderSignature?: string | undefined;
  /**
   * The most specific `tool_choice` that the vendor supports: the name of a tool, `required` or `auto`.
   *
   * A choice that is not supported is replaced: a name by `required` with only this tool, and `required` by `auto` with
   * a warning. With `without-thinking`, a name and `required` are sent only if the request turns reasoning off
   * (DeepSeek, Moonshot, DashScope).
   *
   * @defaultValue 'named'
   */
  readonly toolChoice?: 'named' | 'required' | 'auto' | 'without-thinking' | undefined;
  /**
   * Whether the schema of a tool can have `anyOf`, `oneOf`, `allOf`, `not`, `enum` or `const` at its root. If false,
   * the branches are joined into one object, and added to its description.
   *
   * OpenAI, Anthropic and Moonshot reject it. Servers that restrict the output by the schema accept it.
   *
   * @defaultValue false
   */
  readonly rootUnions?: boolean | undefined;
  /**
   * The order of roles that the vendor requires.
   *
   * With `alternating`, system messages are joined at the start, and messages of the same role that follow each other
   * are joined (Perplexity). With `reply-after-tool`, a short assistant message is inserted between a tool result and a
   * user message, and a system message after a response or a result is sent as one of the user (Mistral).
   *
   * @defaultValue 'any'
   */
  readonly roleOrder?: 'any' | 'alternating' | 'reply-after-tool' | undefined;
  /** The maximum number of stop sequences. Further ones are omitted with a warning. @defaultValue 4 */
  readonly maxStopSequences?: number | undefined;
  /** The maximum temperature. A higher one is lowered with a warning. @defaultValue 2 */
  readonly maxTemperature?: number | undefined;
  /**
   * Whether the API has `top_k`. OpenAI rejects it; OpenRouter and vLLM accept it. If false, `topK` is omitted with a
   * warning.
   *
   * @defaultValue false
   */
  readonly topK?: boolean | undefined;
  /**
   * When `metadata` is sent: with `store: true` in the provider options, or always. Otherwise it is omitted with a
   * warning.
   *
   * OpenAI rejects it without `store`. Mistral, Fireworks and OpenRouter accept it and do not know `store`.
   *
   * @defaultValue 'with-store'
   */
  readonly metadata?: 'with-store' | 'always' | undefined;
  /** Request fields that the vendor rejects. They are omitted with a warning. @defaultValue none */
  readonly unsupportedFields?: readonly OptionalField[] | undefined;
}
