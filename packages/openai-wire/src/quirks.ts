/** A field of a request that not every vendor takes; where it is refused, it is left out with a warning. */
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
  | 'tool_choice';

/** How a vendor's dialect differs from OpenAI's own; what is left out is as OpenAI has it. */
export interface Quirks {
  /**
   * Where the limit of the answer stands. OpenAI moved to `max_completion_tokens`; most other
   * vendors know only `max_tokens`.
   *
   * @defaultValue 'max_completion_tokens'
   */
  readonly maxTokensField?: 'max_completion_tokens' | 'max_tokens' | undefined;
  /** The role of system messages; newer OpenAI models call it `developer`. @defaultValue 'system' */
  readonly systemRole?: 'system' | 'developer' | undefined;
  /** Mistral calls the seed `random_seed`, and refuses what it doesn't know. @defaultValue 'seed' */
  readonly seedField?: 'seed' | 'random_seed' | undefined;
  /**
   * Under which name the model's own reasoning goes back to it. DeepSeek and Moonshot want it back
   * in `reasoning_content` while tools are called, OpenRouter in `reasoning`. Without it reasoning is
   * left out, as OpenAI wants it.
   */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | undefined;
  /**
   * Whether the model's reasoning stands in `<think>` tags at the beginning of its text, as Perplexity,
   * MiniMax and servers without a parser for it (vLLM, llama.cpp) send it; it is told apart then.
   *
   * @defaultValue false
   */
  readonly thinkTags?: boolean | undefined;
  /**
   * Whether an answer is asked for as a stream. Some servers have none, and OpenAI streams some models
   * only to verified organizations. Without it the whole answer is awaited: it is there with its first
   * word, and costs less to read.
   *
   * @defaultValue true
   */
  readonly streams?: boolean | undefined;
  /**
   * Whether usage must be asked for with `stream_options`. Mistral tells it unasked and refuses the
   * field; old servers don't know it.
   *
   * @defaultValue true
   */
  readonly streamUsage?: boolean | undefined;
  /**
   * Whether an answer can be bound to a JSON Schema; else plain `json_object` is asked for, with a
   * warning. DeepSeek knows only that.
   *
   * @defaultValue true
   */
  readonly jsonSchema?: boolean | undefined;
  /**
   * Whether text may come as a list of parts. DeepSeek refuses lists, so there texts are joined.
   *
   * @defaultValue true
   */
  readonly textParts?: boolean | undefined;
  /** Whether a file may be told by its address. OpenRouter fetches files; OpenAI does not. @defaultValue false */
  readonly fileUrls?: boolean | undefined;
  /**
   * Whether ids of tool calls must be nine letters or digits, as Mistral wants them; others are renamed.
   *
   * @defaultValue false
   */
  readonly shortToolCallIds?: boolean | undefined;
  /** Fields that the vendor refuses, as Groq does `metadata`. Left out with a warning. */
  readonly unsupportedFields?: readonly OptionalField[] | undefined;
}
