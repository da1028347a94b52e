import { endingFaults } from '../../faults/ending-faults.ts';
import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { nonResponseFaults } from '../../faults/non-response-faults.ts';
import { errorFaults } from '../../openai/faults/errors/error-faults.ts';
import type { FailedRequest } from '../../openai/faults/errors/failed-request.ts';
import type { Reply } from '../../server/reply.ts';
import type { StreamSegments } from '../../stream/stream-segment.ts';
import type { ResponseScript } from '../wire/response-script.ts';
import { itemFaults } from './error-faults.ts';
import { closingFaults, contentFaults, insertionFaults } from './stream-faults.ts';

const halfFrame =
  'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","output_index":0,"del';

/** Returns the error response that the fault sends instead of a response, if it sends one. */
export function createFailure(
  fault: AnyFault | undefined,
  request: FailedRequest,
): Reply | undefined {
  return (
    applyFault(errorFaults, fault, request) ??
    applyFault(nonResponseFaults, fault, undefined) ??
    applyFault(itemFaults, fault, request)
  );
}

/** Returns the segments of a stream in order. Without a fault of the stream, returns all of them. */
export function applyStreamFault(
  script: ResponseScript,
  fault: AnyFault | undefined,
): StreamSegments {
  const { opening, afterFault, done } = script;
  const beforeFault = [opening, script.beforeFault];
  return (
    applyFault(contentFaults, fault, script) ??
    applyFault(endingFaults, fault, { beforeFault, afterFault: [afterFault], done, halfFrame }) ?? [
      ...beforeFault,
      applyFault(insertionFaults, fault, script) ?? [],
      afterFault,
      done,
      applyFault(closingFaults, fault, script) ?? [],
    ]
  );
}
