import { isDeepStrictEqual } from 'node:util';

import { fail } from '../assertions.ts';
import type { ClauseContext } from '../clause-context.ts';
import { finish, stalledResponse } from '../responses.ts';
import type { MockReply, ResponsePart, ScriptedResponse, WireFormat } from '../wire-format.ts';
import { unusedServer } from './mock-server.ts';

/**
 * Encodes a scripted response.
 *
 * @throws AssertionError if the wire format returns undefined
 */
export function findReply(
  wireFormat: WireFormat | undefined,
  scripted: ScriptedResponse,
): MockReply {
  const reply = wireFormat && encode(wireFormat, scripted);
  const advice = 'if the vendor cannot send this, add the reason to skip';
  return reply ?? fail(`expected ${describeCall(scripted)}, received undefined; ${advice}`);
}

/** Whether the vendor can send this response. Always true without a wire format. */
export function supports(wireFormat: WireFormat | undefined, scripted: ScriptedResponse): boolean {
  return !wireFormat || encode(wireFormat, scripted) !== undefined;
}

/**
 * Whether the vendor's reply has the details in which a response differs from another. Always true without a wire
 * format.
 */
export function sendsDetails(
  wireFormat: WireFormat | undefined,
  scripted: ScriptedResponse,
  withoutDetails: ScriptedResponse,
): boolean {
  if (!wireFormat) return true;
  const reply = encode(wireFormat, scripted);
  return reply !== undefined && !isDeepStrictEqual(reply, encode(wireFormat, withoutDetails));
}

/** Returns the parts that the vendor can send and the provider can receive. */
export function supportedParts(
  context: ClauseContext,
  parts: readonly ResponsePart[],
): readonly ResponsePart[] {
  const { tools } = context.provider(unusedServer).capabilities;
  return parts.filter(
    (part) =>
      (tools || part.type !== 'tool-call') &&
      supports(context.wireFormat, { type: 'response', parts: [part, finish] }),
  );
}

/** Whether the vendor can send text before the response is complete. */
export function canStall({ wireFormat }: ClauseContext): boolean {
  return supports(wireFormat, stalledResponse);
}

function encode(wireFormat: WireFormat, scripted: ScriptedResponse): MockReply | undefined {
  return scripted.type === 'response'
    ? wireFormat.encodeResponse(scripted.parts)
    : wireFormat.encodeError(scripted.error);
}

function describeCall(scripted: ScriptedResponse): string {
  if (scripted.type === 'error') return `a reply from encodeError for ${scripted.error.code}`;
  return `a reply from encodeResponse for ${scripted.parts.map(describePart).join(', ')}`;
}

function describePart(part: ResponsePart): string {
  if (part.type === 'finish') return `finish "${part.reason}"`;
  return part.type === 'error' ? `error "${part.code}"` : part.type;
}
