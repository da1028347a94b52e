import { charactersPerToken } from '../../openai/completion/count-tokens.ts';
import { cutText } from '../../stream/text/cut-text.ts';
import type {
  GeminiResponse,
  ResponseDraft,
  ResponseEncoding,
  ResponsePart,
  ResponseUsage,
} from '../response/response.ts';
import { type WirePart, encodePart, encodePieces } from './encode-part.ts';

/** A chunk of a stream, or a complete response. */
export type Chunk = Readonly<Record<string, unknown>>;

/** The chunks of a response. */
export interface ResponseChunks {
  readonly content: readonly Chunk[];
  /** The length of the text after each of them, in UTF-16 units. */
  readonly textLengths: readonly number[];
  /** The chunk with the finish reason, or with the reason for which the prompt is blocked. */
  readonly finish: Chunk;
}

/** Encodes a response as chunks. The signature of a text is in the last one. */
export function createChunks({ response, encoding }: ResponseDraft): ResponseChunks {
  const signed = response.parts.at(-1);
  const hasSignedEnd =
    signed?.type === 'text' && signed.text === '' && signed.signature !== undefined;
  const parts = hasSignedEnd ? response.parts.slice(0, -1) : response.parts;
  const end: WirePart = hasSignedEnd ? encodePart(signed, encoding) : { text: '' };
  const groups = groupParts(parts, encoding);
  const silent = createSilentChunks(response, encoding);
  const lengths = addLengths(groups);
  const chunks = groups.map((group, index) => {
    // The counts are those of the chunks so far.
    const candidatesTokens = Math.ceil((lengths[index] ?? 0) / charactersPerToken);
    return {
      candidates: createCandidates(response, group, encoding, false),
      ...encodeUsage(response.usage, encoding, { candidatesTokens }),
      ...createTail(response),
    };
  });
  return {
    content: [...silent, ...chunks],
    textLengths: [...silent.map(() => 0), ...lengths],
    finish: createFinish(response, encoding, end),
  };
}

/** Encodes a complete response. */
export function createBody({ response, encoding }: ResponseDraft): Chunk {
  const parts = response.parts.map((part) => encodePart(part, encoding));
  return {
    ...createCandidateField(response, parts, encoding),
    ...encodeUsage(response.usage, encoding),
    ...createTail(response),
  };
}

function createFinish(response: GeminiResponse, encoding: ResponseEncoding, end: WirePart): Chunk {
  return {
    ...createCandidateField(response, [end], encoding),
    ...encodeUsage(response.usage, encoding),
    ...createTail(response),
  };
}

/** A blocked prompt has no candidates. */
function createCandidateField(
  response: GeminiResponse,
  parts: readonly WirePart[],
  encoding: ResponseEncoding,
): Chunk {
  const { blockReason } = response;
  if (blockReason !== undefined) return { promptFeedback: { blockReason } };
  return { candidates: createCandidates(response, parts, encoding, true) };
}

function createCandidates(
  response: GeminiResponse,
  parts: readonly WirePart[],
  { finishesEachChunk, hasSecondCandidate, omitsContent }: ResponseEncoding,
  isLast: boolean,
): readonly object[] {
  const { finishReason, finishMessage, continuationToken, groundingMetadata } = response;
  const first = {
    ...(!(isLast && omitsContent) && { content: { parts, role: 'model' } }),
    ...((isLast || finishesEachChunk) && finishReason !== undefined && { finishReason }),
    ...(isLast && {
      ...(finishMessage !== undefined && { finishMessage }),
      ...(continuationToken !== undefined && { continuationToken }),
      ...(groundingMetadata && { groundingMetadata }),
    }),
    index: 0,
  };
  const second = {
    content: { parts: [{ text: 'Another candidate.' }], role: 'model' },
    ...(isLast && { finishReason: 'STOP' }),
    index: 1,
  };
  return hasSecondCandidate ? [second, first] : [first];
}

/** Returns the parts of each chunk. */
function groupParts(
  parts: readonly ResponsePart[],
  encoding: ResponseEncoding,
): readonly (readonly WirePart[])[] {
  const { calls, charactersPerChunk } = encoding;
  const encoded = parts.flatMap((part) => {
    if (part.type === 'text') {
      const pieces = cutText(part.text, charactersPerChunk);
      return pieces.map((text) => [encodePart({ ...part, text }, encoding)]);
    }
    if (part.type === 'call' && calls === 'pieces') return encodePieces(part).map((each) => [each]);
    return [[encodePart(part, encoding)]];
  });
  if (calls !== 'joined') return encoded;
  const joined = encoded.filter(isCall).flat();
  return [...encoded.filter((group) => !isCall(group)), ...(joined.length > 0 ? [joined] : [])];
}

function isCall(group: readonly WirePart[]): boolean {
  return group.some((part) => part['functionCall'] !== undefined);
}

/** Returns the length of the text after each group of parts, without that of thoughts. */
function addLengths(groups: readonly (readonly WirePart[])[]): readonly number[] {
  let length = 0;
  return groups.map((group) => {
    for (const { text, thought } of group) {
      if (typeof text === 'string' && thought !== true) length += text.length;
    }
    return length;
  });
}

function createSilentChunks(
  response: GeminiResponse,
  encoding: ResponseEncoding,
): readonly Chunk[] {
  return Array.from({ length: encoding.silentChunks }, (_, index) => ({
    candidates: [{ content: { role: 'model' }, index: 0 }],
    ...encodeUsage(response.usage, encoding, {
      candidatesTokens: undefined,
      thoughtsTokens: 8 * (index + 1),
    }),
    ...createTail(response),
  }));
}

type UsageChanges = { readonly [Name in keyof ResponseUsage]?: number | undefined };

/** @param changes - the counts of an early chunk */
function encodeUsage(
  usage: ResponseUsage,
  encoding: ResponseEncoding,
  changes?: UsageChanges,
): Chunk {
  if (encoding.usage === 'none' || (encoding.usage === 'last' && changes)) return {};
  const { promptTokens, candidatesTokens, thoughtsTokens } = { ...usage, ...changes };
  const counts = [promptTokens, candidatesTokens, thoughtsTokens].map((count) => count ?? 0);
  return {
    usageMetadata: {
      promptTokenCount: promptTokens,
      ...(candidatesTokens !== undefined && { candidatesTokenCount: candidatesTokens }),
      totalTokenCount: counts.reduce((sum, count) => sum + count, 0),
      ...(thoughtsTokens !== undefined &&
        thoughtsTokens > 0 && { thoughtsTokenCount: thoughtsTokens }),
    },
  };
}

function createTail({ model, id }: GeminiResponse): Chunk {
  return { modelVersion: model, responseId: id };
}
