import type { EventStyle } from '../stream/stream-options.ts';

/** Faults that change how the events of a stream are written to the socket. */
export const styleFaults = {
  crlf: {
    on: 'stream',
    description: 'lines end with CR LF',
    apply: (): Partial<EventStyle> => ({ lineEnding: 'crlf' }),
  },
  cr: {
    on: 'stream',
    description: 'lines end with CR',
    apply: (): Partial<EventStyle> => ({ lineEnding: 'cr' }),
  },
  'mixed-line-endings': {
    on: 'stream',
    description: 'lines end with LF, CR and CR LF in turn',
    apply: (): Partial<EventStyle> => ({ lineEnding: 'mixed' }),
  },
  pings: {
    on: 'stream',
    description: 'a keep-alive message precedes each event',
    apply: (): Partial<EventStyle> => ({ eventsPerPing: 1 }),
  },
  'one-write': {
    on: 'stream',
    description: 'all events are sent in one write',
    apply: (): Partial<EventStyle> => ({ eventsPerWrite: Infinity }),
  },
  'split-utf8': {
    on: 'stream',
    description: 'JSON is not escaped, and each byte is sent in its own write',
    apply: (): Partial<EventStyle> => ({ escapeNonAscii: false, bytesPerWrite: 1 }),
  },
} as const;
