/** What the decoders of a response need to know before its body. */
export interface DecodeSettings {
  /** The id of the provider, for the `response-start` event. */
  readonly provider: string;
  /** The model of the request. Used if the response does not name a model. */
  readonly model: string;
  /** Whether the response is the call of a tool: `jsonTool` of the encoded request. @defaultValue false */
  readonly jsonTool?: boolean | undefined;
  /** The names of properties to restore in tool calls: `propertyNames` of the encoded request. */
  readonly propertyNames?: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined;
  /**
   * Whether a stream ends with `message_stop`. If false, a stream that ends after its stop reason is complete.
   *
   * Some proxies do not send the event.
   *
   * @defaultValue true
   */
  readonly messageStop?: boolean | undefined;
  /** The maximum size of what is buffered, in UTF-16 code units. @defaultValue 67_108_864 (64 MiB) */
  readonly maxResponseBytes?: number | undefined;
  /** Returns the wall-clock time, in milliseconds since 1970. Without it, waits that are points in time are ignored. */
  readonly now?: (() => number) | undefined;
  readonly requestId?: string | undefined;
  /** With header names in lower case. */
  readonly rateLimitHeaders?: Readonly<Record<string, string>> | undefined;
}
