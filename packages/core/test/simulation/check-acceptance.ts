import type { CallRecord, ResponseRecord, RunRecord } from './records.ts';

/** A response that is not accepted never reaches the caller, and one that is received was accepted. */
export function checkAcceptance({ calls, responses, scenario }: RunRecord): readonly string[] {
  return calls.flatMap((call) => {
    const own = responses.filter(({ caller }) => caller === call.caller.id);
    const received = receivedBy(call);
    const rejected = own.filter((response) => isRejected(response, call, scenario.chain.accept));
    const leaked = rejected
      .map(({ text }) => text)
      .filter((text) => text.trim() !== '' && received.includes(text));
    const unchecked = call.caller.accepts
      ? completeOf(call).filter((text) => !call.accepted.includes(text))
      : [];
    return [
      ...leaked.map((text) => `${call.caller.id}: received ${text}, which was rejected`),
      ...unchecked.map((text) => `${call.caller.id}: received ${text}, which was not accepted`),
    ];
  });
}

function receivedBy({ texts, responses }: CallRecord): readonly string[] {
  return [...texts, ...responses.flatMap(({ response }) => response?.text ?? [])];
}

/** The responses that the caller received to their ends. */
function completeOf({ outcome, texts, responses }: CallRecord): readonly string[] {
  const read = outcome === 'done' ? texts.slice(-1) : [];
  return [...read, ...responses.flatMap(({ response }) => response?.text ?? [])];
}

function isRejected(
  { content, finishReason, text }: ResponseRecord,
  { rejected }: CallRecord,
  conditions: RunRecord['scenario']['chain']['accept'] = {},
): boolean {
  const { finishReasons, minTextLength = 0 } = conditions;
  const hasCalls = content.some(({ type }) => type === 'tool-call-start');
  return (
    rejected.includes(text) ||
    finishReasons?.includes(finishReason) === false ||
    (text.trim().length < minTextLength && !hasCalls)
  );
}
