import { createServer } from 'node:http';

import { acmeStage } from './acme-wire-format.ts';

/** What Acme says on this machine, to everybody. */
const line = acmeStage.encodeResponse([
  { type: 'text', text: 'The curtain ' },
  { type: 'text', text: 'rises.' },
  { type: 'usage', inputTokens: 3, outputTokens: 4 },
  { type: 'finish', reason: 'stop' },
]);

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of line?.body ?? []) response.write(event);
  response.end();
});

server.listen(Number(process.env['PORT'] ?? 4010), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`Acme is at http://127.0.0.1:${address?.port}/v1`);
});
