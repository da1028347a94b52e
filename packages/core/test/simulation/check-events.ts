import { isDeepStrictEqual } from 'node:util';

import type { ChatEvent } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';

import type { CallRecord, ResponseRecord } from './records.ts';
import { eventsOf, responseOf } from './response-events.ts';

/** The events of a chat between two resets. */
interface Section {
  readonly events: ProviderEvent[];
  /** The attempt whose end the caller received last. */
  ended: number | undefined;
}

/**
 * A caller receives the events of one attempt, in order: all of them if the chat succeeds, and all that were yielded
 * before a reset. With `textStream`, it receives their texts.
 */
export function checkEvents(
  call: CallRecord,
  responses: readonly ResponseRecord[],
): readonly string[] {
  const { caller, attempts, events, outcome } = call;
  if (caller.reads === 'response') return [];
  const isRead = ({ type, ...event }: ProviderEvent): boolean =>
    caller.reads === 'events' || (type === 'text-delta' && 'text' in event && event.text !== '');
  const sections = toSections(events);
  const found = sections.flatMap((section, index) => {
    const isLast = index === sections.length - 1;
    const winner = attempts.find(({ number, outcome: ended }) =>
      isLast ? ended === 'succeeded' : number === section.ended,
    );
    const name = `the events ${index}`;
    if (isLast && outcome !== 'done') {
      const isKnown =
        section.events.length === 0 ||
        responses.some((response) => isPrefix(section.events, eventsOf(response).filter(isRead)));
      return isKnown ? [] : [`${name} are not those of one response`];
    }
    const response = winner && responseOf(winner, attempts, responses);
    const expected = response ? eventsOf(response).filter(isRead) : [];
    if (section.events.length === expected.length && isPrefix(section.events, expected)) return [];
    return [`${name} are not those of attempt ${winner?.number}`];
  });
  const isUnknownRaw = !caller.options.includeRaw && events.some(({ type }) => type === 'raw');
  return isUnknownRaw ? [...found, 'received raw events without includeRaw'] : found;
}

function toSections(events: readonly ChatEvent[]): readonly Section[] {
  let section: Section = { events: [], ended: undefined };
  const sections = [section];
  for (const event of events) {
    switch (event.type) {
      case 'attempt-start':
      case 'progress':
        break;
      case 'attempt-end':
        section.ended = event.attemptNumber;
        break;
      case 'reset':
        section = { events: [], ended: undefined };
        sections.push(section);
        break;
      default:
        section.events.push(event);
    }
  }
  return sections;
}

function isPrefix(events: readonly ProviderEvent[], complete: readonly ProviderEvent[]): boolean {
  return events.every((event, index) => isDeepStrictEqual(event, complete[index]));
}
