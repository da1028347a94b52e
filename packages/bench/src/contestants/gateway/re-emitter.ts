import { once } from 'node:events';
import { json } from 'node:stream/consumers';

import { streamHeaders } from '../batches/forwarder.ts';
import type { GatewayServer } from './gateway-server.ts';
import { startHandler } from './start-handler.ts';

/** Starts a gateway that parses the request and each event of the response, and writes once per event. */
export function startReEmitter(baseUrl: string): Promise<GatewayServer> {
  return startHandler(baseUrl, async (upstream, request, response) => {
    const sent = Object(await json(request));
    const { body } = await upstream(JSON.stringify(sent));
    if (sent.stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(await body.json()));
      return;
    }
    response.writeHead(200, streamHeaders);
    const decoder = new TextDecoder();
    let remaining = '';
    for await (const bytes of body) {
      const lines = (remaining + decoder.decode(bytes, { stream: true })).split('\n');
      remaining = lines.pop() ?? '';
      for (const line of lines) {
        const text = emit(line);
        if (text !== '' && !response.write(text)) await once(response, 'drain');
      }
    }
    response.end();
  });
}

function emit(line: string): string {
  if (!line.startsWith('data: ')) return '';
  const data = line.slice('data: '.length);
  return `data: ${data === '[DONE]' ? data : JSON.stringify(JSON.parse(data))}\n\n`;
}
