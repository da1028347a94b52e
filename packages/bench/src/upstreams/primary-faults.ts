import type { ServerResponse } from 'node:http';

/** How the first target of a chain handles every chat request. */
export interface PrimaryFault {
  readonly handle: (response: ServerResponse) => void;
  /** Whether the server closes after its first response. @defaultValue false */
  readonly closesServer?: boolean | undefined;
}

/** Text that arrives before a fault in mid-text. */
export const partialText = 'the actor forgot the rest of';

const chunks = partialText.split(/(?<= )/);
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8' };

export const status503: PrimaryFault = {
  handle: (response) => sendError(response, 503, { detail: 'Service Unavailable' }),
};

export const status429: PrimaryFault = {
  handle: (response) => {
    response.setHeader('retry-after', '1');
    sendError(response, 429, { detail: 'Too many requests' });
  },
};

/** Responds to the first chat request, which a contestant sends when it logs in, and then closes the server. */
export const connectionRefused: PrimaryFault = { ...status503, closesServer: true };

export const droppedBeforeText: PrimaryFault = {
  handle: (response) => {
    openStream(response);
    setImmediate(() => response.destroy());
  },
};

export const emptyEnd: PrimaryFault = { handle: (response) => void openStream(response).end() };

export const endMarkerOnly: PrimaryFault = {
  handle: (response) => void openStream(response).end('data: [DONE]\n\n'),
};

export const stallAfterHeaders: PrimaryFault = { handle: (response) => void openStream(response) };

export const noHeaders: PrimaryFault = { handle: () => {} };

export const droppedInText: PrimaryFault = {
  handle: (response) => {
    sendPartialText(response);
    setImmediate(() => response.destroy());
  },
};

export const cleanEndInText: PrimaryFault = {
  handle: (response) => void sendPartialText(response).end(),
};

export const stallInText: PrimaryFault = { handle: (response) => void sendPartialText(response) };

/** Not a failure: sends a snapshot every two milliseconds until the client disconnects. */
export const endless: PrimaryFault = {
  handle: (response) => {
    openStream(response);
    let text = '';
    const timer = setInterval(() => {
      text += 'word ';
      response.write(encodeSnapshot(text));
    }, 2);
    response.once('close', () => clearInterval(timer));
  },
};

function sendError(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, streamHeaders).flushHeaders();
  return response;
}

function sendPartialText(response: ServerResponse): ServerResponse {
  openStream(response);
  for (let count = 1; count <= chunks.length; count += 1) {
    response.write(encodeSnapshot(chunks.slice(0, count).join('')));
  }
  return response;
}

/** A FakeGpt event contains the complete text so far. */
function encodeSnapshot(text: string): string {
  const message = {
    id: 'primary-message',
    author: { role: 'assistant', name: null, metadata: {} },
    content: { content_type: 'text', parts: [text] },
    status: 'in_progress',
    end_turn: null,
    metadata: { message_type: 'next' },
    recipient: 'all',
  };
  return `data: ${JSON.stringify({ message, conversation_id: 'primary-conversation', error: null })}\n\n`;
}
