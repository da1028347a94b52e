import { createServer } from 'node:http';

import { myVendorStage } from './my-vendor-wire-format.ts';

/** What My Vendor says on this machine, to everybody. */
const reply = myVendorStage.encodeResponse([
  { type: 'text', text: 'The curtain rises.' },
  { type: 'usage', inputTokens: 3, outputTokens: 4 },
  { type: 'finish', reason: 'stop' },
]);

const server = createServer((_request, response) => {
  for (const [name, value] of Object.entries(reply?.headers ?? {})) response.setHeader(name, value);
  for (const piece of reply?.body ?? []) response.write(piece);
  response.end();
});

server.listen(Number(process.env['PORT'] ?? 4010), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object') return;
  console.log(`My Vendor is at http://127.0.0.1:${address?.port}/v1`);
});
