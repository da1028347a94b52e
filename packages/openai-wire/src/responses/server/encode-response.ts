import type { ChatResponse } from '@understudy/core';
import type { AssistantPart, JsonObject } from '@understudy/core/provider';

import { readKeptItem } from '../kept-item.ts';
import { encodeArguments, encodeCall } from './client-tools.ts';
import {
  encodeAnnotation,
  encodeImage,
  encodeMessage,
  encodeReasoning,
  encodeTextPart,
} from './encode-item.ts';
import { encodeHead, encodeStatus, encodeUsage } from './encode-response-body.ts';
import type { ResponseIdentity } from './encode-response-body.ts';

/** The fields of a response that have a place in the format. */
export type EncodableResponse = Pick<
  ChatResponse,
  'message' | 'sources' | 'usage' | 'finishReason' | 'model'
>;

/**
 * Encodes a response as a complete response of the API.
 *
 * The output is the same as that of `ResponseStreamEncoder`. All sources are annotations of the last text.
 */
export function encodeResponse(
  response: EncodableResponse,
  identity: Omit<ResponseIdentity, 'model'> & Partial<ResponseIdentity>,
): JsonObject {
  const { finishReason, usage, model } = response;
  const complete = { model, ...identity };
  return {
    ...encodeHead(complete),
    ...encodeStatus(finishReason),
    output: encodeOutput(response, complete),
    usage: usage ? encodeUsage(usage) : null,
  };
}

function encodeOutput(
  { message, sources }: EncodableResponse,
  identity: ResponseIdentity,
): readonly JsonObject[] {
  const { content } = message;
  const parts: readonly AssistantPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const lastText = parts.findLastIndex(({ type }) => type === 'text');
  return parts
    .map((part, index) => {
      const cited = index === lastText ? sources : [];
      return encodePart(part, cited, identity, `${identity.id}_${index}`);
    })
    .filter((item) => item !== undefined);
}

function encodePart(
  part: AssistantPart,
  sources: EncodableResponse['sources'],
  { clientTools }: ResponseIdentity,
  id: string,
): JsonObject | undefined {
  switch (part.type) {
    case 'text': {
      const kept = part.text === '' ? readKeptItem(part.providerMetadata?.item) : undefined;
      if (kept) return kept;
      const annotations = sources.map((source) => encodeAnnotation(source, part.text.length));
      const content = [encodeTextPart(part.text, annotations)];
      return encodeMessage(`msg_${id}`, content, part.providerMetadata?.phase);
    }
    case 'reasoning':
      return encodeReasoning(`rs_${id}`, part.text, part.signature);
    case 'tool-call': {
      const call = encodeCall(part, clientTools);
      const fields = encodeArguments(part.argumentsText, call);
      return { ...call.item, id: `fc_${id}`, ...fields, status: 'completed' };
    }
    case 'file':
      return encodeImage(`ig_${id}`, part);
  }
}
