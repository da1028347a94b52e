import type { WarningEvent } from '../chat/chat-event.ts';
import type { ToolDefinition } from '../chat/chat-request.ts';

/**
 * Leaves out tools that a request has again under the same name, for example because two MCP servers have it. The last
 * one counts. OpenAI accepts repeated tools, and other vendors reject the request.
 */
export function omitRepeatedTools(tools: readonly ToolDefinition[]): {
  readonly tools: readonly ToolDefinition[];
  readonly warnings: readonly WarningEvent[];
} {
  if (tools.length < 2) return { tools, warnings: [] };
  const unique = new Map(tools.map((tool) => [tool.name, tool]));
  if (unique.size === tools.length) return { tools, warnings: [] };
  const repeated = tools.filter((tool) => unique.get(tool.name) !== tool);
  return {
    tools: [...unique.values()],
    warnings: repeated.map(({ name }) => ({
      type: 'warning',
      message: `tool left out: the request has another tool with the name ${JSON.stringify(name.slice(0, 80))}`,
    })),
  };
}
