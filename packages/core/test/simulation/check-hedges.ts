import type { AttemptSpan } from './attempt-spans.ts';
import { isRunningAt } from './attempt-spans.ts';
import type { ResponseRecord, RunRecord } from './records.ts';

/** Returns the attempts that started while another one of the same chat was in flight. */
export function hedgesOf(spans: readonly AttemptSpan[]): readonly AttemptSpan[] {
  return spans.filter((span) => runningWith(span, spans).length > 0);
}

function runningWith(span: AttemptSpan, spans: readonly AttemptSpan[]): readonly AttemptSpan[] {
  return spans
    .filter(({ call }) => call === span.call)
    .filter((other) => isRunningAt(other, span.started));
}

/** Extra attempts start as the options say, and end at the instant of the first content of the winner. */
export function checkHedges(run: RunRecord, spans: readonly AttemptSpan[]): readonly string[] {
  return [
    ...hedgesOf(spans).flatMap((span) => checkStart(span, runningWith(span, spans), run)),
    ...spans.flatMap((span) => checkLoser(span, run)),
    ...run.responses.flatMap((response) => checkWinner(response, run)),
  ];
}

function checkStart(
  { call, started, target }: AttemptSpan,
  running: readonly AttemptSpan[],
  { scenario: { chain } }: RunRecord,
): readonly string[] {
  const name = `${call.caller.id}: the extra attempt at ${target}`;
  const { hedge } = chain;
  if (!hedge) return [`${name} started without hedge`];
  const found: string[] = [];
  if (call.caller.effects) found.push(`${name} started although the request has effects`);
  const { maxExtra = 1, afterMs = 0 } = hedge;
  if (running.length > maxExtra) found.push(`${name} exceeds maxExtra`);
  const delayMs = started.at - Math.max(...running.map((other) => other.started.at));
  if (delayMs < afterMs) found.push(`${name} started ${delayMs} ms after the one before`);
  return found;
}

/** The signal of a loser aborts at the instant of the first content of the winner, and no event of it is passed on. */
function checkLoser({ call, attempt, ended }: AttemptSpan, run: RunRecord): readonly string[] {
  if (attempt.outcome !== 'outpaced') return [];
  const { provider, model, number } = attempt;
  const name = `${call.caller.id}: attempt ${number}, which lost`;
  const found: string[] = [];
  const others = run.responses.filter(({ caller }) => caller === call.caller.id);
  const isOwn = ({ target, model: other }: ResponseRecord): boolean =>
    target === provider && other === model;
  if (others.every((response) => isOwn(response) || winAt(response) !== ended?.at))
    found.push(`${name}, ended at ${ended?.at} without content of another one`);
  const running = others.filter(
    (response) => isOwn(response) && !response.stopped && !response.finished,
  );
  if (running.length > 0) found.push(`${name}: its signal did not abort`);
  const passed = call.events.some(
    (event) => event.type === 'response-start' && event.provider === provider,
  );
  const isAlsoOther = call.attempts.some(
    (other) => other.provider === provider && other.number !== number,
  );
  if (passed && !isAlsoOther) found.push(`${name}: its events were passed on`);
  return found;
}

/** When a response was the first with content, or complete without content. */
function winAt({ firstContent, ended, fault }: ResponseRecord): number | undefined {
  const isComplete = fault === 'finish-without-content' || fault === 'filtered';
  return firstContent?.at ?? (isComplete ? ended?.at : undefined);
}

/** After the first content of a response, no other response to the same chat is in flight. */
function checkWinner(winner: ResponseRecord, { responses }: RunRecord): readonly string[] {
  const { firstContent, caller, stopped } = winner;
  if (!firstContent || (stopped && stopped.at <= firstContent.at)) return [];
  const late = responses.filter(
    (other) =>
      other !== winner &&
      other.caller === caller &&
      other.started.order < firstContent.order &&
      (other.stopped ?? other.ended ?? { at: Number.POSITIVE_INFINITY }).at > firstContent.at,
  );
  return late.map(
    ({ target }) =>
      `${caller}: the response of ${target} went on after content of ${winner.target}`,
  );
}
