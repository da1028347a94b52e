/** A part of a response. */
export type ResponsePart =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly isThought: boolean;
      readonly signature?: string;
    }
  | {
      readonly type: 'call';
      /** Undefined if a fault removes it. */
      readonly id: string | undefined;
      readonly name: string;
      readonly argumentsText: string;
      readonly signature?: string;
    }
  /** A part that is sent as it is. */
  | { readonly type: 'other'; readonly part: object };

/** A response before it is encoded. */
export interface GeminiResponse {
  readonly id: string;
  readonly model: string;
  readonly parts: readonly ResponsePart[];
  /** Undefined if a fault removes it. */
  readonly finishReason: string | undefined;
  readonly finishMessage: string | undefined;
  /** Set if the prompt is blocked. There is no candidate then. */
  readonly blockReason: string | undefined;
  readonly continuationToken: string | undefined;
  readonly groundingMetadata: object | undefined;
  readonly usage: ResponseUsage;
}

export interface ResponseUsage {
  readonly promptTokens: number;
  /** Without the tokens of thoughts. */
  readonly candidatesTokens: number;
  readonly thoughtsTokens: number;
}

/** How a response is encoded. */
export interface ResponseEncoding {
  readonly charactersPerChunk: number;
  /** Which chunks have token counts. The API sends them in all. */
  readonly usage: 'all' | 'last' | 'none';
  /** How function calls are sent. The API sends each in its own chunk, Vertex AI optionally in pieces. */
  readonly calls: 'separate' | 'joined' | 'pieces';
  readonly hasArguments: boolean;
  /** Whether each chunk has a finish reason. */
  readonly finishesEachChunk: boolean;
  /** Whether each chunk has a second candidate. */
  readonly hasSecondCandidate: boolean;
  /** The number of chunks without content in which only the tokens of thoughts grow. */
  readonly silentChunks: number;
  /** Whether the candidate of the last chunk has no `content`. */
  readonly omitsContent: boolean;
}

/** A response that a fault can still change. */
export interface ResponseDraft {
  readonly response: GeminiResponse;
  readonly encoding: ResponseEncoding;
  /** Generates two function calls, for faults that need some. */
  readonly generateCalls: () => readonly ResponsePart[];
}
