import type { OpenAiClient } from '../../contestants/openai/openai-clients.ts';
import type { OpenAiTarget } from '../../contestants/openai/openai-target.ts';
import type { Upstream } from '../../harness/scenario.ts';
import type { CreateChatClient } from '../../tasks/chat-client.ts';
import type { OpenAiScript } from '../../upstreams/openai-script.ts';

/** Starts a server that sends the scripts. The name of a script is part of its URL. */
export async function startOpenAi(
  scripts: Readonly<Record<string, OpenAiScript>>,
): Promise<Upstream> {
  const { startOpenAiServer } = await import('../../upstreams/openai-server.ts');
  return startOpenAiServer(scripts);
}

/** Returns a factory for a client that requests the script with this name. */
export function bindScript(
  client: OpenAiClient,
  name: string,
  script: OpenAiScript,
): CreateChatClient {
  return (url) => client.create(bindTarget(url, name, script));
}

/** Returns the target that sends the script with this name. */
export function bindTarget(upstreamUrl: string, name: string, script: OpenAiScript): OpenAiTarget {
  return { baseUrl: `${upstreamUrl}/${name}/v1`, script };
}
