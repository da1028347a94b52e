import { type EventFormat, type Ping } from '../../stream/stream-part.ts';

const typeAtStart = /^\{"type":"([\w.]+)"/u;

/** Writes an event with its type as its name, as the APIs of Anthropic and OpenAI Responses do. */
export const formatNamedEvent: EventFormat = (data, endLine) => {
  const name = typeAtStart.exec(data)?.[1];
  const line = name === undefined ? '' : `event: ${name}${endLine()}`;
  return `${line}data: ${data}${endLine()}${endLine()}`;
};

export const pingEvent: Ping = ['event: ping', 'data: {"type": "ping"}'];
