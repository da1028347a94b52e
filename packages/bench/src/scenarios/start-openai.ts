import type { OpenAiClient } from '../contestants/openai/openai-clients.ts';
import type { Upstream } from '../harness/scenario.ts';
import type { CreateChatter } from '../tasks/chat-client.ts';
import type { OpenAiScript } from '../upstreams/openai-script.ts';

/** A site that plays the scripts, each under its name. */
export async function startOpenAi(
  scripts: Readonly<Record<string, OpenAiScript>>,
): Promise<Upstream> {
  const { startOpenAiSite } = await import('../upstreams/openai-server.ts');
  return startOpenAiSite(scripts);
}

/** Has somebody ask for the script of that name. */
export function speakOf(speaker: OpenAiClient, name: string, script: OpenAiScript): CreateChatter {
  return (url) => speaker.create({ baseUrl: `${url}/${name}/v1`, script });
}
