import type { OutputItem } from '../response/output-item.ts';
import type { Encoding, PlannedResponse, ResponseUsage } from '../response/response-draft.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Encodes a complete response. */
export function createResponseBody(response: PlannedResponse, { usage }: Encoding): JsonRecord {
  const { status, incompleteReason, error, items } = response;
  return {
    ...createHead(response),
    status,
    error: error ? { code: error.code ?? error.type, message: error.message } : null,
    incomplete_details: incompleteReason === null ? null : { reason: incompleteReason },
    output: items.map(encodeItem),
    usage: encodeUsage(response.usage, usage),
  };
}

/** Encodes a response that has started. */
export function createStartedBody(response: PlannedResponse, status: string): JsonRecord {
  return {
    ...createHead(response),
    status,
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
  };
}

function createHead({ id, createdAtSeconds, model, echo }: PlannedResponse): JsonRecord {
  return { id, object: 'response', created_at: createdAtSeconds, model, ...echo };
}

/** Encodes a complete item. */
export function encodeItem(item: OutputItem): JsonRecord {
  switch (item.type) {
    case 'message':
      return { ...startItem(item), status: 'completed', content: encodeContent(item) };
    case 'reasoning':
      return { ...startItem(item), summary: item.summary.map(encodeSummary) };
    case 'function_call':
      return { ...startItem(item), arguments: item.argumentsText, status: item.status };
  }
}

/** Encodes an item that has started. Its encrypted content is not complete yet. */
export function startItem(item: OutputItem): JsonRecord {
  switch (item.type) {
    case 'message': {
      const { type, id, phase } = item;
      const phaseField = phase === undefined ? {} : { phase };
      return { type, id, role: 'assistant', status: 'in_progress', content: [], ...phaseField };
    }
    case 'reasoning': {
      const { type, id, encrypted } = item;
      const content = encrypted === undefined ? {} : { encrypted_content: encrypted };
      return { type, id, summary: [], ...content };
    }
    case 'function_call': {
      const { type, id, callId, name } = item;
      return { type, id, status: 'in_progress', call_id: callId, name, arguments: '' };
    }
  }
}

export function encodePart({
  text,
  refusal,
}: {
  readonly text: string;
  readonly refusal: string;
}): JsonRecord {
  return refusal === ''
    ? { type: 'output_text', text, annotations: [], logprobs: [] }
    : { type: 'refusal', refusal };
}

export function encodeSummary(text: string): JsonRecord {
  return { type: 'summary_text', text };
}

function encodeContent(item: Extract<OutputItem, { type: 'message' }>): readonly JsonRecord[] {
  return [encodePart(item)];
}

function encodeUsage(
  { inputTokens, outputTokens, reasoningTokens }: ResponseUsage,
  style: Encoding['usage'],
): JsonRecord | null {
  if (style === 'null') return null;
  const details = {
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens_details: { reasoning_tokens: reasoningTokens },
  };
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(style === 'complete' ? details : {}),
  };
}
