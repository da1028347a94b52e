import type { EventStyle } from '../../../stream/stream-options.ts';

/** Faults that change the lines of each event. The line endings are those of the stream. */
export const framingFaults = {
  'data-unspaced': {
    on: 'stream',
    description: 'no blank follows `data:`',
    apply: (): Partial<EventStyle> => ({
      formatEvent: (data, endLine) => `data:${data}${endLine()}${endLine()}`,
    }),
  },
  'data-prefix-twice': {
    on: 'stream',
    description: 'each event starts with `data: data: `',
    apply: (): Partial<EventStyle> => ({
      formatEvent: (data, endLine) => `data: data: ${data}${endLine()}${endLine()}`,
    }),
  },
  'event-line-apart': {
    on: 'stream',
    description: 'an empty line separates the line `event: message` from the data of each event',
    apply: (): Partial<EventStyle> => ({
      formatEvent: (data, endLine) =>
        `event: message${endLine()}${endLine()}data: ${data}${endLine()}${endLine()}`,
    }),
  },
  'empty-lines-missing': {
    on: 'stream',
    description: 'no empty line separates the events; only the end marker has one',
    apply: (): Partial<EventStyle> => ({
      formatEvent: (data, endLine) =>
        `data: ${data}${endLine()}${data === '[DONE]' ? endLine() : ''}`,
    }),
  },
} as const;
