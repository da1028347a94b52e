import type { Output } from '../cli-ports.ts';
import { paint } from '../render/paint.ts';

/** The text below the options of each help page, at most 80 columns wide. */
export const helpTexts = {
  program: `
Examples:
  understudy demo
  understudy demo --fail
  understudy chat --base-url http://127.0.0.1:4000 "What is 2+2*3?"
  understudy chat --model openai/gpt-5-mini "What is 2+2*3?"
  understudy chat --model openai/gpt-5-mini
  understudy doctor
  understudy emulate openai
  understudy serve --demo
  understudy chat --help

Exit codes:
  0 on success, 64 for wrong usage, 130 after Ctrl-C, 143 after SIGTERM.
  The README of @understudy/cli lists all codes.`,
  demo: `
The command starts an emulated server without a network or a key, and stops it
at the end. The server replies to greetings, evaluates arithmetic and repeats
other prompts, in English and Russian. With --fail, the chain tries a server
that always fails and falls back to a second one.

Examples:
  understudy demo
  understudy demo "What is 2+2*3?"
  understudy demo --fail`,
  chat: `
The response goes to stdout, the attempts go to stderr.
Ctrl-C cancels the response and keeps the received text.

Piped input:
  Piped input is appended to the prompt. If no data arrives within 3 s, it is
  ignored with a warning. With - as the last word, the chat waits for the input.

Interactive chat:
  On a terminal and without a prompt, the chat is interactive. Each message is
  sent with the previous messages and responses. /model, /reset, /help and
  /quit are commands. Ctrl-C cancels the response; at the prompt it clears the
  line, and exits if the line is empty. Ctrl-D exits.

Configuration:
  understudy.config.json in the working folder, or the file of --config, accepts
  settings, chains, aliases, timeouts, limits, breaker, cooldown, retry,
  retryBudget, deadlineMs, maxAttempts and deprecations, with the same values as
  createUnderstudy. Flags and environment variables take precedence. Example:
  { "chains": { "support": ["openai/gpt-5-mini", "fakegpt/gpt-4"] } }

Environment:
  OPENAI_API_KEY, …            API keys; "understudy providers" lists the names.
                               If you set a base URL, the key is sent to it.
  UNDERSTUDY_FAKEGPT_BASE_URL  base URL of FakeGpt; the same for each provider:
                               UNDERSTUDY_OPENAI_BASE_URL, …
  OPENAI_BASE_URL, ANTHROPIC_BASE_URL, GOOGLE_GEMINI_BASE_URL, OLLAMA_HOST
                               addresses, as the vendors' own tools read them
  NO_COLOR                     disables colors, like --no-color

JSON:
  Each line is an event with a "type". An error is the last line and has the
  type "error". docs/cli.md in the repository describes the output of all
  commands.

Examples:
  understudy chat --base-url http://127.0.0.1:4000 "What is 2+2*3?"
  understudy chat --model openai/gpt-5-mini "How are you?"
  understudy chat --model openai/gpt-5-mini --fallback fakegpt/gpt-4 "Hi"
  understudy chat --model support
  understudy chat --system "Answer in Russian." "How are you?"
  cat letter.txt | understudy chat "Summarize this:" > summary.txt
  understudy chat --json "Hi" | jq -r 'select(.type == "text-delta").text'`,
  explain: `
Lists the targets in the order in which a chat tries them, with their own
settings and with the reason if a target is skipped. The policy below applies to
all targets.

Examples:
  understudy explain support
  understudy explain openai/gpt-5-mini --fallback fakegpt/gpt-4
  understudy explain support --json | jq .policy`,
  providers: `
Shows where each API key was found. Never prints the key. Providers that are
installed for the working folder follow those that the command includes. Their
settings are in understudy.config.json.

Examples:
  understudy providers
  understudy providers --json | jq -r 'select(.missing == null).id'`,
  models: `
"declared" means that the provider's package lists the model, "live" that the
vendor lists it now. If a required key is missing, the vendor is not called. A
call takes at most 10 s.

Examples:
  understudy models
  understudy models openai
  understudy models --json | jq -r '.models[] | select(.live).id'`,
  doctor: `
A provider is configured if it has a key, an address or another setting, if a
chain or an alias names it, or if it is installed for the working folder and
needs no setting. The command requests the model list of each configured
provider, and waits at most 10 s. If a provider has no model list, the command
only opens a connection. It sends no prompt.

Exit codes:
  0 if no check failed, else the code of the first failed check.

Examples:
  understudy doctor
  understudy doctor --json | jq -r 'select(.status == "failed").name'`,
  completion: `
Examples:
  source <(understudy completion bash)      in ~/.bashrc
  source <(understudy completion zsh)       in ~/.zshrc
  understudy completion fish | source       in config.fish
  understudy completion powershell | Out-String | Invoke-Expression`,
  emulate: `
The emulator listens on the loopback interface and needs no key. It prints one
line per request when the request has ended: time, status, duration, method and
path, fault, and how the request ended if the response is not complete:
client-aborted, connection-dropped (by a fault) or server-closed (by Ctrl-C).
A request that takes longer than one second is also printed as open.

Faults:
  Each request takes the next fault of its route. When none is left, requests
  succeed. "name=2" applies to two requests, "name=always" to all, and "none"
  is no fault. docs/emulator.md in the repository lists all faults.

Scripts:
  A list of faults with their parameters, or an object with "faults", "scripts"
  (for requests with the header x-emulator-script: NAME) and "seed". Example:
  ["invalid-key", { "kind": "disconnect-after-text", "afterEvents": 3 },
   { "kind": "rate-limit-retry-after", "seconds": 2 }]

Rules:
  A list of responses to the last user message. "when" is the complete message,
  or { "pattern": …, "flags": … }. "response" is a string, or for all vendors
  but FakeGpt an object with "text", "reasoning", "refusal" (not Ollama) and
  "toolCalls". Example:
  [{ "when": "Ping", "response": "Pong" }]

Examples:
  understudy emulate openai
  understudy emulate openai --fault rate-limit --fault truncated-stream=always
  understudy emulate openai --script faults.json --seed 7
  understudy emulate responses --fault silent-reasoning
  understudy emulate anthropic --fault overloaded
  understudy emulate google --fault quota-per-minute
  understudy emulate ollama --fault server-busy=2
  understudy emulate fakegpt --port 4001 --rules rules.json`,
  serve: `
Serves chat completions, Responses and Messages below one address:
  OpenAI's clients     base URL http://127.0.0.1:4100/v1
  Anthropic's clients  base URL http://127.0.0.1:4100
A client names a chain, an alias or provider/model. Without keys, only this
machine can connect, and any key is accepted.

The section "gateway" of understudy.config.json configures the server. A change
of the file, or SIGHUP, reloads it. If the new configuration is not valid,
nothing changes. Secrets are { "env": "NAME" } or { "file": "path" }.

The command prints one JSON object per line: the address, each request and each
reload. SIGTERM and Ctrl-C end it after the chats in flight, within 30 s. The
second signal ends it immediately.

Exit codes:
  0 after SIGTERM or Ctrl-C, 69 if the port is in use, 78 if the configuration
  is not valid.

Examples:
  understudy serve --demo
  understudy serve --check
  understudy serve --config /etc/understudy/config.json --port 8080`,
  keys: `
Examples:
  understudy keys create web
  understudy keys create --help`,
  createKey: `
Prints the key, which is stored nowhere, and its entry for "gateway.keys" in
understudy.config.json. The entry contains only the hash of the key.

Examples:
  understudy keys create web
  understudy keys create web --json | jq .entry`,
} as const;

/** Prints the titles in bold, like commander does with its own titles. */
export function formatHelpText(text: string, output: Output): string {
  return text.replaceAll(/^\w.*:$/gm, (title) => paint('bold', title, output));
}
