import type { ProviderBatch, ProviderEvent } from '@understudy/core/provider';

/** The parts of a response. `cut-call` is a tool call without an end. */
export const parts = [
  'text',
  'reasoning',
  'call',
  'interleaved-calls',
  'cut-call',
  'source',
  'file',
  'warning',
  'space',
  'early-usage',
] as const;

export type Part = (typeof parts)[number];

/** What a response without faults consists of. */
export interface Layout {
  readonly parts: readonly Part[];
  /** How many events arrive at once. The first content arrives together with the next event. */
  readonly batchSize: number;
  /** Whether the provider yields `response-start`. */
  readonly hasStart: boolean;
}

export const plainLayout: Layout = { parts: ['text'], batchSize: 1, hasStart: true };

/** The events of a response in the arrays in which they arrive. */
export interface Batches {
  /** Up to the first content, or the complete response. */
  readonly head: readonly ProviderBatch[];
  readonly tail: readonly ProviderBatch[];
}

/**
 * Returns the batches of a response.
 *
 * @param isInterrupted - whether the response fails or waits after its head
 */
export function toBatches(
  events: readonly ProviderEvent[],
  batchSize: number,
  isInterrupted: boolean,
): Batches {
  if (batchSize >= events.length && !isInterrupted) return { head: [events], tail: [] };
  const first = events.findIndex(isContent);
  const next = first + 2;
  return {
    head: [...chunk(events.slice(0, first), batchSize), events.slice(first, next)],
    tail: chunk(events.slice(next), batchSize),
  };
}

function chunk(events: readonly ProviderEvent[], size: number): readonly ProviderBatch[] {
  const count = Math.ceil(events.length / size);
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * size, (index + 1) * size),
  );
}

/** Of the events that are simulated. */
export function isContent(event: ProviderEvent): boolean {
  if (event.type === 'text-delta') return event.text !== ' ';
  return ['reasoning-delta', 'tool-call-start', 'file'].includes(event.type);
}

/** Returns the events of the parts of a response. The name occurs in each of them, so that no two are equal. */
export function createEvents(name: string, list: readonly Part[]): readonly ProviderEvent[] {
  return list.flatMap((part, index) => createPart(part, `${name}.${index}`));
}

function createPart(part: Part, name: string): readonly ProviderEvent[] {
  switch (part) {
    case 'text':
      return ['a', 'b', 'c'].map((piece) => ({ type: 'text-delta', text: `<${name}${piece}>` }));
    case 'reasoning':
      return [
        { type: 'reasoning-delta', text: `${name}a` },
        { type: 'reasoning-delta', text: `${name}b` },
        { type: 'reasoning-end', signature: name },
      ];
    case 'call':
      return [startCall(name), ...continueCall(name), endCall(name)];
    case 'interleaved-calls':
      return interleaveCalls(`${name}a`, `${name}b`);
    case 'cut-call':
      return [startCall(name), ...continueCall(name).slice(0, 1)];
    case 'source':
      return [{ type: 'source', url: `https://${name}` }];
    case 'file':
      return [{ type: 'file', mediaType: name, data: { type: 'bytes', bytes: new Uint8Array(1) } }];
    case 'warning':
      return [{ type: 'warning', message: name }];
    case 'space':
      return [{ type: 'text-delta', text: ' ' }];
    case 'early-usage':
      return [{ type: 'usage', inputTokens: 7, outputTokens: undefined }];
  }
}

function interleaveCalls(first: string, second: string): readonly ProviderEvent[] {
  const [firstDelta, ...firstRest] = continueCall(first);
  return [
    startCall(first),
    startCall(second),
    ...(firstDelta ? [firstDelta] : []),
    ...continueCall(second),
    ...firstRest,
    endCall(second),
    endCall(first),
  ];
}

function startCall(id: string): ProviderEvent {
  return { type: 'tool-call-start', id, name: `tool-${id}` };
}

function continueCall(id: string): readonly ProviderEvent[] {
  return [`{"id":`, `"${id}"}`].map((argumentsText) => ({
    type: 'tool-call-delta',
    id,
    argumentsText,
  }));
}

function endCall(id: string): ProviderEvent {
  const argumentsText = `{"id":"${id}"}`;
  return { type: 'tool-call-end', id, name: `tool-${id}`, argumentsText };
}
