import type { Dialect } from './dialects.ts';
import { signaturesOf } from './play-conversation.ts';
import type { PlayedConversation, Step } from './play-conversation.ts';

/** A played conversation and its vendors. */
export interface PlayedPair extends PlayedConversation {
  readonly first: Dialect;
  readonly second: Dialect;
}

/** Renders where each vendor receives the parts of a conversation. */
export function renderVendors(pairs: readonly PlayedPair[]): string {
  const byVendor = new Map(pairs.map((pair) => [pair.second.label, pair]));
  const rows = [...byVendor].map(([label, { steps }]) => {
    const [, resumed] = steps;
    const json = steps[4];
    const { system, failure, images } = resumed?.sent ?? {};
    return [label, system, images === 1 ? 'sent' : 'omitted', failure, json?.sent.json];
  });
  return renderTable(
    ['vendor', 'system prompt', 'image', 'failed tool', 'structured output'],
    rows,
  );
}

/** Renders what the second vendor receives of the first one, and what the first one receives when it returns. */
export function renderPairs(pairs: readonly PlayedPair[]): string {
  const rows = pairs.map((pair) => [
    pair.first.label,
    pair.second.label,
    describeReasoning(pair),
    describeSignatures(pair),
    describeIds(pair.steps[1]),
    describeReturn(pair),
  ]);
  return renderTable(
    [
      'first',
      'second',
      'reasoning of the first',
      'its signatures',
      'ids of its calls',
      'when the first returns',
    ],
    rows,
  );
}

function describeReasoning({ steps: [begun, resumed] }: PlayedPair): string {
  const content = begun?.response.message.content ?? [];
  const texts =
    typeof content === 'string' ? [] : content.filter(({ type }) => type === 'reasoning');
  if (texts.length === 0) return 'none';
  return resumed?.sent.reasoning === 0 ? 'omitted' : 'sent';
}

function describeSignatures({ steps: [begun, resumed] }: PlayedPair): string {
  const sent = resumed?.sent.text ?? '';
  const placeholder = sent.includes('skip_thought_signature_validator') ? ', placeholder sent' : '';
  const signatures = begun ? signaturesOf(begun.response.message) : [];
  if (signatures.length === 0) return `none${placeholder}`;
  const isSent = signatures.some((signature) => sent.includes(signature));
  return `${isSent ? 'sent' : 'omitted'}${placeholder}`;
}

function describeIds(step: Step | undefined): string {
  return (step?.sent.callIds ?? []).map((id) => `\`${id}\``).join(', ');
}

function describeReturn({ steps: [begun, , , returned] }: PlayedPair): string {
  if (!begun || !returned) return '';
  const { callIds, text, reasoning } = returned.sent;
  const hasIds = begun.response.toolCalls.every(({ id }) => callIds.includes(id));
  const signatures = signaturesOf(begun.response.message);
  const hasSignatures =
    signatures.length > 0 && signatures.every((signature) => text.includes(signature));
  return [
    ...(hasIds ? ['its ids'] : []),
    ...(reasoning > 0 ? ['its reasoning'] : []),
    ...(hasSignatures ? ['its signatures'] : []),
  ].join(', ');
}

/** Aligns the columns as the formatter does. */
function renderTable(
  header: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell ?? 'none'));
  const widths = header.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const rules = widths.map((width) => '-'.repeat(width));
  const [head = [], ...body] = cells;
  return [head, rules, ...body].map((row) => renderRow(row, widths)).join('\n');
}

function renderRow(row: readonly string[], widths: readonly number[]): string {
  return `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
}
