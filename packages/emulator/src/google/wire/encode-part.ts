import { isRecord } from '../../is-record.ts';
import type { ResponseEncoding, ResponsePart } from '../response/response.ts';

/** A part of a chunk. */
export type WirePart = Readonly<Record<string, unknown>>;

/** Encodes a complete part. */
export function encodePart(part: ResponsePart, { hasArguments }: ResponseEncoding): WirePart {
  switch (part.type) {
    case 'text':
      return {
        text: part.text,
        ...(part.isThought && { thought: true }),
        ...encodeSignature(part),
      };
    case 'call': {
      const { id, name } = part;
      const args = hasArguments ? { args: parseArguments(part) } : {};
      return {
        functionCall: { ...(id !== undefined && { id }), name, ...args },
        ...encodeSignature(part),
      };
    }
    case 'other':
      return { ...part.part };
  }
}

/** Encodes a call in pieces, as Vertex AI does with `streamFunctionCallArguments`. */
export function encodePieces(part: ResponsePart & { readonly type: 'call' }): readonly WirePart[] {
  const values = Object.entries(parseArguments(part)).flatMap(([name, value]) =>
    createPieces(`$.${name}`, value),
  );
  return [
    { functionCall: { name: part.name, willContinue: true }, ...encodeSignature(part) },
    ...values.map((piece) => ({ functionCall: { partialArgs: [piece], willContinue: true } })),
    { functionCall: {} },
  ];
}

function createPieces(jsonPath: string, value: unknown): readonly object[] {
  if (typeof value === 'string') {
    const half = Math.ceil(value.length / 2);
    return [
      { jsonPath, stringValue: value.slice(0, half), willContinue: true },
      { jsonPath, stringValue: value.slice(half) },
    ];
  }
  if (typeof value === 'number') return [{ jsonPath, numberValue: value }];
  if (typeof value === 'boolean') return [{ jsonPath, boolValue: value }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => createPieces(`${jsonPath}[${index}]`, item));
  }
  if (!isRecord(value)) return [{ jsonPath, nullValue: 'NULL_VALUE' }];
  return Object.entries(value).flatMap(([name, item]) => createPieces(`${jsonPath}.${name}`, item));
}

function encodeSignature({ signature }: { readonly signature?: string }): WirePart {
  return signature === undefined ? {} : { thoughtSignature: signature };
}

/** Arguments that are not valid JSON cannot be sent. */
function parseArguments({ argumentsText }: { readonly argumentsText: string }): object {
  try {
    const args: unknown = JSON.parse(argumentsText);
    return isRecord(args) ? args : {};
  } catch {
    return {};
  }
}
