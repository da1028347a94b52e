import type { ServerResponse } from 'node:http';

/** What the first target of a chain does with every question. */
export interface LeadFault {
  readonly play: (response: ServerResponse) => void;
  /** After its first answer nothing listens there any more. */
  readonly leaves?: boolean | undefined;
}

/** What it says before it falls silent, piece by piece. */
export const leadText = 'the actor forgot the rest of';

const pieces = leadText.split(/(?<= )/);
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8' };

export const status503: LeadFault = {
  play: (response) => refuse(response, 503, { detail: 'Service Unavailable' }),
};

export const status429: LeadFault = {
  play: (response) => {
    response.setHeader('retry-after', '1');
    refuse(response, 429, { detail: 'Too many requests' });
  },
};

/** Its first answer is for who logs in. */
export const refused: LeadFault = { ...status503, leaves: true };

export const droppedBeforeText: LeadFault = {
  play: (response) => {
    openStream(response);
    setImmediate(() => response.destroy());
  },
};

export const emptyEnd: LeadFault = { play: (response) => void openStream(response).end() };

export const onlyDone: LeadFault = {
  play: (response) => void openStream(response).end('data: [DONE]\n\n'),
};

export const stallAfterHeaders: LeadFault = { play: (response) => void openStream(response) };

export const noHeaders: LeadFault = { play: () => {} };

export const droppedInText: LeadFault = {
  play: (response) => {
    speak(response);
    setImmediate(() => response.destroy());
  },
};

export const cleanEndInText: LeadFault = { play: (response) => void speak(response).end() };

export const stallInText: LeadFault = { play: (response) => void speak(response) };

/** Healthy, but never done: a piece each two milliseconds until somebody leaves. */
export const endless: LeadFault = {
  play: (response) => {
    openStream(response);
    let text = '';
    const timer = setInterval(() => {
      text += 'word ';
      response.write(encodeSnapshot(text));
    }, 2);
    response.once('close', () => clearInterval(timer));
  },
};

function refuse(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, streamHeaders).flushHeaders();
  return response;
}

function speak(response: ServerResponse): ServerResponse {
  openStream(response);
  for (let count = 1; count <= pieces.length; count += 1) {
    response.write(encodeSnapshot(pieces.slice(0, count).join('')));
  }
  return response;
}

/** An event of the site: the whole text so far. */
function encodeSnapshot(text: string): string {
  const message = {
    id: 'lead-message',
    author: { role: 'assistant', name: null, metadata: {} },
    content: { content_type: 'text', parts: [text] },
    status: 'in_progress',
    end_turn: null,
    metadata: { message_type: 'next' },
    recipient: 'all',
  };
  return `data: ${JSON.stringify({ message, conversation_id: 'lead-conversation', error: null })}\n\n`;
}
