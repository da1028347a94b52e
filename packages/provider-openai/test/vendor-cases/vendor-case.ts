import { readdirSync, readFileSync } from 'node:fs';

import type { ChatOptions, ChatRequest } from '@understudy/core';
import type { Quirks, VendorOptions } from '@understudy/provider-openai';

/** One write of the server: text, bytes, a repeated text, or a pause. */
export type Piece =
  | string
  | { readonly base64: string }
  | { readonly repeat: string; readonly times: number }
  | { readonly waitMs: number };

/** An HTTP response, byte by byte. Each piece is one write and one HTTP chunk. */
export interface RawResponse {
  readonly status: number;
  /** `{{ms+20000}}` is the time in 20 s in milliseconds since 1970, and `{{s+20}}` in seconds. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly Piece[];
  /**
   * What follows the last chunk: the final HTTP chunk, the end of the connection without it, a reset, or nothing.
   *
   * @defaultValue 'whole'
   */
  readonly end?: 'whole' | 'fin' | 'reset' | 'open';
  /** Repeated after the chunks until the connection is closed. Replaces `end`. */
  readonly heartbeat?: { readonly text: string; readonly everyMs: number };
}

export interface ExpectedError {
  /** One code, or the allowed codes. */
  readonly code?: string | readonly string[];
  readonly messageIncludes?: string;
  readonly retryAfterBetween?: readonly [number, number];
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly partialText?: string;
}

/** The outcome that a user expects. Only the given fields are compared. */
export interface Expected {
  readonly text?: string;
  readonly reasoning?: string;
  readonly reasoningIncludes?: string;
  readonly toolCalls?: readonly object[];
  readonly finish?: string;
  readonly usage?: object;
  readonly files?: readonly string[];
  /** A string in the JSON of the events. */
  readonly eventsInclude?: string;
  /** A string in the body of the request. */
  readonly bodyIncludes?: string;
  /** The body of the request contains no lone surrogate. */
  readonly bodyHasWholeCharacters?: boolean;
  /** The arguments of all tool calls in the request are JSON. */
  readonly bodyHasArgumentsInJson?: boolean;
  readonly error?: ExpectedError;
}

/** What a vendor of the OpenAI-compatible API was reported to do, and the outcome that a user expects. */
export interface VendorCase {
  readonly name: string;
  /** The kind of difference, from A to M. */
  readonly kind: string;
  readonly about: string;
  /** The repository and the number of the public report. */
  readonly source: string;
  /** @defaultValue 'openai' */
  readonly preset?: string;
  /** @defaultValue 'chat-completions' */
  readonly api?: VendorOptions['api'];
  readonly quirks?: Quirks;
  readonly request?: Partial<ChatRequest>;
  readonly options?: ChatOptions;
  readonly response: RawResponse;
  readonly expected: Expected;
}

/** The cases in `bytes` are no faults of the emulator. */
const folders: readonly string[] = [import.meta.dirname, `${import.meta.dirname}/bytes`];

/** Returns the cases in these folders, by name. */
export function readVendorCases(): readonly VendorCase[] {
  return folders.flatMap((folder) => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    return files.toSorted().map((file) => readCase(`${folder}/${file}`));
  });
}

function readCase(file: string): VendorCase {
  const vendorCase: VendorCase = JSON.parse(readFileSync(file, 'utf8'));
  return vendorCase;
}
