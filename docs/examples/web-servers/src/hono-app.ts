import { Hono } from 'hono';

import { POST } from '../app/api/chat/route.ts';

export const app: Hono = new Hono();

/** The signal of the request aborts when the client disconnects. */
app.post('/api/chat', (context) => POST(context.req.raw));
