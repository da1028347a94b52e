import type { ChatRequest } from '@understudy/core';

interface Decoded {
  readonly request: ChatRequest;
  readonly warnings: readonly string[];
}

/**
 * Leaves out tools that a client offers again under the same name, for example because two MCP servers have it. The
 * last one counts. OpenAI accepts repeated tools, and other vendors reject the request.
 */
export function omitRepeatedTools<Chat extends Decoded>(decoded: Chat): Chat {
  const { request, warnings } = decoded;
  const { tools = [] } = request;
  const unique = new Map(tools.map((tool) => [tool.name, tool]));
  if (unique.size === tools.length) return decoded;
  const left = [...unique.values()];
  const repeated = tools.filter((tool) => !left.includes(tool));
  return {
    ...decoded,
    request: { ...request, tools: left },
    warnings: [
      ...warnings,
      ...repeated.map(({ name }) => `tool left out: ${JSON.stringify(name)} is offered again`),
    ],
  };
}
