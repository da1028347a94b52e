import type { ErrorCode, FinishReason, ProviderDefinition } from '@understudy/core';

/** What a chat has at its end. */
export interface Outcome {
  readonly code?: ErrorCode;
  readonly finish?: FinishReason;
  readonly text?: string;
  readonly reasoning?: string;
  /** The lengths of the signatures in the message. */
  readonly signatures?: readonly number[];
  /** The arguments of the calls. A call that was cut off is marked. */
  readonly calls?: readonly { readonly argumentsText: string; readonly incomplete?: boolean }[];
  readonly inputTokens?: number;
}

/** A body and its outcome, or the reason why the protocol has no such input. */
export type BadInput = readonly [body: string, outcome: Outcome] | string;

/** The inputs that every protocol has to bear. */
export interface BadInputs {
  readonly 'an unknown event': BadInput;
  readonly 'an unknown block': BadInput;
  readonly 'an unknown delta or field': BadInput;
  readonly 'a second start': BadInput;
  readonly 'the start of another response': BadInput;
  readonly 'interleaved blocks': BadInput;
  readonly 'token counts that decrease': BadInput;
  readonly 'a huge signature': BadInput;
  readonly 'an empty signature': BadInput;
  readonly 'a signature that is no string': BadInput;
  readonly 'a tool input that is no JSON': BadInput;
  readonly 'an unknown finish reason': BadInput;
  readonly 'an error first': BadInput;
  readonly 'an error after text': BadInput;
  readonly 'no end': BadInput;
  readonly 'content after the end': BadInput;
}

/** A protocol with its provider. */
export interface Protocol {
  readonly label: string;
  readonly model: string;
  readonly contentType: string;
  readonly define: (url: string, apiKey?: string) => ProviderDefinition;
  readonly inputs: BadInputs;
  /** Complete streams whose length grows with the number. */
  readonly streams: Readonly<Record<string, (count: number) => string>>;
}

/** Returns a list of this length. */
export function repeat<Item>(count: number, create: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => create(index));
}

/** The length of a huge signature: larger than one read, smaller than the limits. */
export const hugeLength = 500_000;
export const hugeSignature: string = 'c2ln'.repeat(hugeLength / 4);
