import { createServer } from 'node:http';

import { acmeWireFormat } from './acme-wire-format.ts';

const reply = acmeWireFormat.encodeResponse([
  { type: 'text', text: 'Blue or green.' },
  { type: 'usage', inputTokens: 3, outputTokens: 4 },
  { type: 'finish', reason: 'stop' },
]);

/** Sends the same response to each request. */
const server = createServer((_request, response) => {
  for (const [name, value] of Object.entries(reply?.headers ?? {})) response.setHeader(name, value);
  for (const chunk of reply?.body ?? []) response.write(chunk);
  response.end();
});

server.listen(Number(process.env['PORT'] ?? 4010), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object') return;
  console.log(`Acme is at http://127.0.0.1:${address?.port}/v1`);
});
