import type {
  AssistantMessage,
  AssistantPart,
  JsonObject,
  ReasoningPart,
  TextPart,
  ToolCallPart,
} from '@understudy/core/provider';
import { encodeCallInput, optionsOf, readNumber } from '@understudy/provider-utils';
import { warnUnsupportedPart } from '@understudy/provider-utils/internal';

import { readServerPart } from '../server-part.ts';
import { addOptions } from './encode-content.ts';
import { encodeData } from './encode-data.ts';
import type { Encoding } from './encoding.ts';

/** The value that the API documents for calls of which the client has no signature, for example of another vendor. */
const missingSignature = 'skip_thought_signature_validator';

/** Encodes the parts of an assistant message. The order is kept, because signatures depend on it. */
export function encodeAssistant(
  content: AssistantMessage['content'],
  encoding: Encoding,
): readonly JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }];
  const parts = content.flatMap((part) => {
    const options = optionsOf(part, encoding.provider);
    return encodePart(part, encoding).flatMap((encoded) => addOptions(encoded, options));
  });
  return encoding.rules.signedCalls ? signFirstCall(parts) : parts;
}

function encodePart(part: AssistantPart, encoding: Encoding): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return encodeText(part);
    case 'reasoning':
      // The API does not use reasoning without a signature.
      return part.signature === undefined ? [] : splitSigned(part, { thought: true });
    case 'tool-call':
      return [{ functionCall: encodeCall(part, encoding), ...encodeSignature(part) }];
    case 'file':
      return [{ ...encodeData(part, encoding), ...encodeSignature(part) }];
    default:
      warnUnsupportedPart(part, encoding.warn);
      return [];
  }
}

/** A text without content can represent a part of a tool that the vendor ran. */
function encodeText(part: TextPart): readonly JsonObject[] {
  const server = part.text === '' ? readServerPart(part.providerMetadata) : undefined;
  return server ? [server] : splitSigned(part, {});
}

/** A signature belongs to the part of the wire that contained it. It is sent with the same text. */
function splitSigned(part: TextPart | ReasoningPart, fields: JsonObject): readonly JsonObject[] {
  const { text, signature, providerMetadata } = part;
  if (signature === undefined) return [{ text, ...fields }];
  const start = readNumber(providerMetadata, 'signedFrom') ?? 0;
  const signed = { text: text.slice(start), ...fields, thoughtSignature: signature };
  return start > 0 ? [{ text: text.slice(0, start), ...fields }, signed] : [signed];
}

function encodeSignature({ signature }: Pick<AssistantPart, 'signature'>): JsonObject {
  return signature === undefined ? {} : { thoughtSignature: signature };
}

function encodeCall(
  { id, name, argumentsText }: ToolCallPart,
  { names, warn }: Encoding,
): JsonObject {
  return { id, name: names.encode(name), args: encodeCallInput(argumentsText, warn) };
}

/** Of parallel calls, the API signs the first one only. */
function signFirstCall(parts: readonly JsonObject[]): readonly JsonObject[] {
  const first = parts.findIndex(({ functionCall }) => functionCall !== undefined);
  return parts.map((part, index) =>
    index === first ? { thoughtSignature: missingSignature, ...part } : part,
  );
}
