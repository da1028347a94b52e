import { renderCompletion, renderEvents } from './openai-script.ts';
import type { OpenAiScript } from './openai-script.ts';

/** What the upstream writes to a socket, byte for byte; the first write brings the head along. */
export interface RenderedAnswer {
  readonly writes: readonly Buffer[];
  readonly writeEveryMs: number;
}

export interface OpenAiPage {
  readonly stream: RenderedAnswer;
  readonly completion: RenderedAnswer;
}

/** Rendered once, so that an answer costs the upstream its writes and nothing else. */
export function renderPage(script: OpenAiScript): OpenAiPage {
  const { eventsPerWrite, writeEveryMs = 0 } = script;
  return {
    stream: { writes: renderWrites(renderEvents(script), eventsPerWrite), writeEveryMs },
    completion: renderWhole(200, 'application/json', renderCompletion(script)),
  };
}

/** For who asks for a page that is not there, or without saying how long the question is. */
export function renderRefusal(status: number): RenderedAnswer {
  return renderWhole(status, 'text/plain', '');
}

function renderWhole(status: number, type: string, body: string): RenderedAnswer {
  const length = `content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return { writes: [Buffer.from(`${renderHead(status, type)}${length}${body}`)], writeEveryMs: 0 };
}

function renderWrites(events: readonly string[], eventsPerWrite: number): readonly Buffer[] {
  const writes: string[] = [];
  for (let start = 0; start < events.length; start += eventsPerWrite) {
    const body = events.slice(start, start + eventsPerWrite).join('');
    const head =
      start === 0
        ? `${renderHead(200, 'text/event-stream')}transfer-encoding: chunked\r\n\r\n`
        : '';
    const end = start + eventsPerWrite >= events.length ? '0\r\n\r\n' : '';
    writes.push(`${head}${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n${end}`);
  }
  return writes.map((write) => Buffer.from(write));
}

function renderHead(status: number, type: string): string {
  return `HTTP/1.1 ${status} Bench\r\ncontent-type: ${type}\r\nx-request-id: req_bench\r\n`;
}
