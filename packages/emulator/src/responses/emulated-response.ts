/** All that a model can say in one answer. A protocol that has no place for a part refuses the rule. */
export interface EmulatedResponse {
  readonly text?: string | undefined;
  /** What the model thought before it answered. */
  readonly reasoning?: string | undefined;
  /** Why the model won't answer; stands in place of the text. */
  readonly refusal?: string | undefined;
  /** Played whether or not the request offers such tools; after their results the text alone is said. */
  readonly toolCalls?: readonly EmulatedToolCall[] | undefined;
}

/** A call to one tool. Several in one answer are parallel calls. */
export interface EmulatedToolCall {
  readonly name: string;
  /**
   * An object to be sent as JSON, or a text that is sent as it is.
   *
   * @defaultValue made to fit the schema of the tool's parameters
   */
  readonly arguments?: string | Readonly<Record<string, unknown>> | undefined;
}
