/** The languages of the code that sends the same chat. */
export const languages = ['curl', 'Python', 'TypeScript'] as const;
export type Language = (typeof languages)[number];

export interface CodeInput {
  /** The origin of the gateway. */
  readonly origin: string;
  readonly model: string;
  readonly prompt: string;
}

/** Returns code that sends a chat. It reads the key from the environment. */
export function createCode(language: Language, input: CodeInput): string {
  switch (language) {
    case 'curl':
      return createCurl(input);
    case 'Python':
      return createPython(input);
    case 'TypeScript':
      return createTypeScript(input);
  }
}

function createCurl({ origin, model, prompt }: CodeInput): string {
  const body = JSON.stringify({
    model,
    stream: true,
    messages: [{ role: 'user', content: prompt }],
  });
  return `curl -N ${origin}/v1/chat/completions \\
  -H "authorization: Bearer $UNDERSTUDY_KEY" \\
  -H "content-type: application/json" \\
  -d '${body.replaceAll("'", String.raw`'\''`)}'
`;
}

function createPython({ origin, model, prompt }: CodeInput): string {
  return `import os
from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key=os.environ["UNDERSTUDY_KEY"])
stream = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": ${JSON.stringify(prompt)}}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
`;
}

function createTypeScript({ origin, model, prompt }: CodeInput): string {
  return `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${origin}/v1',
  apiKey: process.env.UNDERSTUDY_KEY,
});
const stream = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: [{ role: 'user', content: ${JSON.stringify(prompt)} }],
  stream: true,
});
for await (const { choices } of stream) process.stdout.write(choices[0]?.delta.content ?? '');
`;
}
