import type { Quirks } from './quirks.ts';

/** 64 MiB. */
export const defaultMaxResponseBytes = 67_108_864;

/** What the decoders of a response need to know before its body. */
export interface DecodeSettings {
  /** The id of the provider, for the `response-start` event. */
  readonly provider: string;
  /** The model of the request. Used if the response does not name a model. */
  readonly model: string;
  readonly quirks?: Quirks | undefined;
  /** The maximum size of the arguments of tool calls, in UTF-16 code units. @defaultValue 67_108_864 (64 MiB) */
  readonly maxResponseBytes?: number | undefined;
  /** Returns the wall-clock time, in milliseconds since 1970. Without it, waits that are points in time are ignored. */
  readonly now?: (() => number) | undefined;
  readonly requestId?: string | undefined;
  /** With header names in lower case. */
  readonly rateLimitHeaders?: Readonly<Record<string, string>> | undefined;
}
