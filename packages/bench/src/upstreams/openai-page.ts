import { renderAnthropicEvents } from './anthropic-events.ts';
import { renderCompletion, renderEvents } from './openai-script.ts';
import type { OpenAiScript } from './openai-script.ts';
import { renderResponsesEvents } from './responses-events.ts';

/** Bytes of a response. The first write contains the head. */
export interface RenderedResponse {
  readonly writes: readonly Buffer[];
  readonly writeIntervalMs: number;
}

export interface OpenAiPage {
  readonly stream: RenderedResponse;
  readonly completion: RenderedResponse;
}

const renderers = {
  openai: renderEvents,
  anthropic: renderAnthropicEvents,
  responses: renderResponsesEvents,
} as const;

/** Renders both responses of a script once, so that a request costs the upstream only its writes. */
export function renderPage(script: OpenAiScript): OpenAiPage {
  const { eventsPerWrite, writeIntervalMs = 0, format = 'openai' } = script;
  const events = renderers[format](script);
  return {
    stream: { writes: renderWrites(events, eventsPerWrite), writeIntervalMs },
    completion: renderSingleWrite(200, 'application/json', renderCompletion(script)),
  };
}

/** Renders an error response without a body. */
export function renderError(status: number): RenderedResponse {
  return renderSingleWrite(status, 'text/plain', '');
}

function renderSingleWrite(status: number, type: string, body: string): RenderedResponse {
  const length = `content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return {
    writes: [Buffer.from(`${renderHead(status, type)}${length}${body}`)],
    writeIntervalMs: 0,
  };
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
