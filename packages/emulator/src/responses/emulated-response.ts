/** A response for messages that match. The first matching rule is used. */
export interface ResponseRule {
  /**
   * A string must equal the complete message; both are trimmed. A regular expression may match
   * anywhere in the message.
   */
  readonly when: string | RegExp;
  /** The response, or a function that receives the trimmed message and returns the response. */
  readonly response: string | EmulatedResponse | ((message: string) => string | EmulatedResponse);
}

/** The content of a response. A rule with content that the protocol does not support is rejected. */
export interface EmulatedResponse {
  readonly text?: string | undefined;
  /** Reasoning that precedes the text. */
  readonly reasoning?: string | undefined;
  /** The refusal of the model, sent instead of the text. */
  readonly refusal?: string | undefined;
  /**
   * Tool calls of the model, sent even if the request does not define these tools. After their
   * results, the response contains the text only.
   */
  readonly toolCalls?: readonly EmulatedToolCall[] | undefined;
}

/** A tool call. Several calls in one response are parallel calls. */
export interface EmulatedToolCall {
  readonly name: string;
  /**
   * An object is sent as JSON. A string is sent unchanged.
   *
   * @defaultValue generated from the schema of the tool's parameters
   */
  readonly arguments?: string | Readonly<Record<string, unknown>> | undefined;
}
