import type { ChatClient } from '../../tasks/chat-client.ts';

/** A client for the Messages API. It is imported only in its own process. */
export interface AnthropicClient {
  readonly name: string;
  /** @param baseUrl - ends with `/v1` */
  readonly create: (baseUrl: string) => Promise<ChatClient>;
}

export const anthropicClients: readonly AnthropicClient[] = [
  {
    name: 'hand-written',
    create: async (baseUrl) =>
      (await import('./hand-written-client.ts')).createHandWritten(baseUrl),
  },
  {
    name: 'understudy',
    create: async (baseUrl) =>
      (await import('./understudy-client.ts')).createUnderstudyClient(baseUrl),
  },
  {
    name: '@anthropic-ai/sdk',
    create: async (baseUrl) => (await import('./sdk-client.ts')).createSdkClient(baseUrl),
  },
];

export const apiKey = 'sk-ant-bench';
export const prompt = 'Describe a theater.';
