import { createHtmlReply } from '../server/create-reply.ts';
import type { Reply } from '../server/reply.ts';

const page = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>`;

/** Creates the bot challenge of Cloudflare. */
export function createChallengeReply(status: 403 | 503 = 403): Reply {
  return createHtmlReply(status, page, {
    headers: { server: 'cloudflare', 'cf-mitigated': 'challenge' },
  });
}
